import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  decodeServerMessage,
  encodeChunkMessage,
  encodeMessage,
  type PublisherMessage,
  type ServerMessage,
  type StartMessage,
  SUBPROTOCOL,
} from '@webm-reassembler/protocol';
import { type RawData, WebSocket } from 'ws';

/** How long a message is waited for: what takes longer will not come. */
const HEAR_WITHIN_MS = 90_000;

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: Type }>;

/** A publisher under the control of a test: says what it is told to, keeps what it hears. */
export class TestPublisher {
  readonly heard: ServerMessage[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (octets) => this.#hear(asBuffer(octets).toString('utf8')));
    socket.on('close', (code, reason) => {
      this.#closed = { code, reason: reason.toString('utf8') };
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  /** Connects in the subprotocol, or in plain mode. */
  static async connect(
    url: string,
    mode: 'subprotocol' | 'plain' = 'subprotocol',
    origin?: string,
    ca?: string,
  ): Promise<TestPublisher> {
    const options = { perMessageDeflate: false, ...(origin === undefined ? {} : { origin }), ca };
    const socket = new WebSocket(url, mode === 'subprotocol' ? [SUBPROTOCOL] : [], options);
    const publisher = new TestPublisher(socket);
    await once(socket, 'open');
    return publisher;
  }

  /** Connects, starts a stream, and has heard `ready`. */
  static async start(url: string, stream: Omit<StartMessage, 'type'>): Promise<TestPublisher> {
    const publisher = await TestPublisher.connect(url);
    publisher.say({ type: 'start', ...stream });
    await publisher.next('ready');
    return publisher;
  }

  say(message: PublisherMessage): void {
    this.#socket.send(encodeMessage(message));
  }

  sayText(text: string): void {
    this.#socket.send(text);
  }

  sendOctets(octets: Uint8Array): void {
    this.#socket.send(octets);
  }

  sendChunk(sequence: number, chunk: Uint8Array, captureTimeMs = Date.now()): void {
    this.#socket.send(encodeChunkMessage({ sequence, captureTimeMs, chunk }));
  }

  /** Sends chunks numbered from 0 on, as fast as it goes. */
  sendAll(chunks: readonly Uint8Array[]): void {
    for (const [sequence, chunk] of chunks.entries()) this.sendChunk(sequence, chunk);
  }

  /** Sends chunks numbered from 0 on, one every so many ms. */
  async sendPaced(chunks: readonly Uint8Array[], everyMs: number): Promise<void> {
    for (const [sequence, chunk] of chunks.entries()) {
      this.sendChunk(sequence, chunk);
      await delay(everyMs);
    }
  }

  /** Says that the stream is over, and waits until the server says so too. */
  async stop(): Promise<MessageOf<'ended'>> {
    this.say({ type: 'stop' });
    return this.next('ended');
  }

  /** Breaks the connection without a closing handshake, as a network cut does. */
  cut(): void {
    this.#socket.terminate();
  }

  close(): void {
    this.#socket.close();
  }

  allOf<Type extends ServerMessage['type']>(type: Type): readonly MessageOf<Type>[] {
    return this.heard.filter((message): message is MessageOf<Type> => message.type === type);
  }

  /** The first message of a type that fits, whether it has come already or comes later. */
  async next<Type extends ServerMessage['type']>(
    type: Type,
    fits: (message: MessageOf<Type>) => boolean = () => true,
  ): Promise<MessageOf<Type>> {
    const found = await this.#until(`"${type}" comes`, () => this.allOf(type).find(fits));
    if (found === undefined) throw new Error(`the connection closed before "${type}" came; ${this.#lastHeard}`);
    return found;
  }

  /** Waits until so many messages of a type have come. */
  async count(type: ServerMessage['type'], count: number): Promise<void> {
    const enough = await this.#until(
      `${count} of "${type}" have come`,
      () => this.allOf(type).length >= count || undefined,
    );
    if (enough === undefined)
      throw new Error(`the connection closed before ${count} of "${type}" came; ${this.#lastHeard}`);
  }

  /** Waits until the server has closed the connection. */
  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    await this.#until('the connection closes', () => this.#closed);
    return this.#closed ?? { code: 0, reason: '' };
  }

  get #lastHeard(): string {
    return `heard last: ${JSON.stringify(this.heard.slice(-5))}`;
  }

  /** @returns `undefined` where the connection closed before */
  async #until<Value>(what: string, look: () => Value | undefined): Promise<Value | undefined> {
    const deadline = performance.now() + HEAR_WITHIN_MS;
    for (;;) {
      const value = look();
      if (value !== undefined || this.#closed !== undefined) return value;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new Error(`waited ${HEAR_WITHIN_MS} ms until ${what}; ${this.#lastHeard}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  #hear(text: string): void {
    const read = decodeServerMessage(text);
    if (read.kind === 'malformed') throw new Error(`the server said what is no message: ${read.reason}`);
    this.heard.push(read.message);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** `ws` gives one Buffer as long as its `binaryType` is the default, `nodebuffer`. */
function asBuffer(octets: RawData): Buffer {
  return octets as Buffer;
}
