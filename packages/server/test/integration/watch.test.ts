import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { decodeViewerMessage, type ViewerMessage } from '@webm-reassembler/protocol';
import { type Block, Reassembler } from 'webm-reassembler';
import { type RawData, WebSocket } from 'ws';
import { loadFixture } from '../../../../fixtures/load.js';
import { askJson, ask } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

/** A viewer under the control of a test: keeps what it is sent. */
class TestViewer {
  readonly heard: ViewerMessage[] = [];
  readonly media: Buffer[] = [];
  closed: string | undefined;
  readonly #socket: WebSocket;

  constructor(server: RunningServer, stream: string, headers: Readonly<Record<string, string>> = {}) {
    this.#socket = new WebSocket(`${server.address.replace('http', 'ws')}/watch/${stream}`, { headers });
    this.#socket.on('message', (message, isBinary) => this.#hear(message, isBinary));
    this.#socket.on('close', (code, reason) => (this.closed ??= `${code} ${reason.toString()}`));
    this.#socket.on('error', (error) => (this.closed ??= error.message));
  }

  /** All blocks that it was sent, by its own reading. */
  get blocks(): readonly Block[] {
    const reassembler = new Reassembler();
    const outputs = [...this.media.flatMap((octets) => reassembler.feed(octets)), ...reassembler.end()];
    return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
  }

  get octets(): number {
    return this.media.reduce((sum, { length }) => sum + length, 0);
  }

  types(): readonly string[] {
    return this.heard.map(({ type }) => type);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(message: RawData, isBinary: boolean): void {
    const octets = asBuffer(message);
    if (isBinary) return void this.media.push(octets);
    const read = decodeViewerMessage(octets.toString('utf8'));
    if (read.kind === 'malformed') throw new Error(read.reason);
    this.heard.push(read.message);
  }
}

/** `ws` gives one Buffer as long as its `binaryType` is the default. */
function asBuffer(octets: RawData): Buffer {
  return octets as Buffer;
}

async function publish(server: RunningServer, stream: string): Promise<TestPublisher> {
  return TestPublisher.start(server.ingestUrl, { mimeType: 'video/webm', stream });
}

/** More than this may not wait for a viewer, or it is moved on. No chunk has as much. */
const MAX_WAITING_OCTETS = 1024 * 1024;

/** Sends chunks one by one, each when the viewer has got nearly all that was sent before: it never lags behind. */
async function sendAtPaceOf(
  viewer: TestViewer,
  publisher: TestPublisher,
  sent: readonly Uint8Array[],
  first: number,
): Promise<number> {
  const start = viewer.octets;
  let octets = 0;
  for (const [index, chunk] of sent.entries()) {
    publisher.sendChunk(first + index, chunk);
    octets += chunk.length;
    await publisher.next('ack', ({ sequence }) => sequence >= first + index);
    await eventually(
      () => start + octets - viewer.octets,
      (missing) => missing < MAX_WAITING_OCTETS / 4,
    );
  }
  return first + sent.length;
}

function sendChunks(publisher: TestPublisher, from: number, to: number): void {
  for (let sequence = from; sequence < to; sequence++)
    publisher.sendChunk(sequence, chunks[sequence] ?? new Uint8Array());
}

describe('viewers', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start([
      ...WHATEVER_THE_LAG,
      '--max-viewer-waiting-octets',
      String(MAX_WAITING_OCTETS),
    ]);
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  test('who joins late is sent the group of the moment and all that follows, and told of results and of the end', async () => {
    const publisher = await publish(server, 'late');
    sendChunks(publisher, 0, 12);
    await publisher.next('detections');
    const viewer = new TestViewer(server, 'late');
    await eventually(
      async () => viewer.media.length,
      (count) => count > 0,
    );
    await sendAtPaceOf(viewer, publisher, chunks.slice(12), 12);
    await eventually(
      () => viewer.types(),
      (types) => types.includes('detections'),
    );
    publisher.say({ type: 'stop' });
    await untilClosed(viewer);
    expect(viewer.closed).toBe('1000 ');
    expect(viewer.types().slice(0, 2)).toEqual(['watching', 'init']);
    expect(viewer.types().at(-1)).toBe('ended');
    const whole = wholeBlocks();
    const seen = viewer.blocks.map(lineOf);
    expect(viewer.blocks[0]?.keyframe).toBe(true);
    expect(seen.length).toBeGreaterThan(100);
    expect(seen).toEqual(whole.slice(whole.length - seen.length));
  });

  test('a viewer that does not read is moved on to a later random access point, and holds nobody up', async () => {
    const publisher = await publish(server, 'slow');
    sendChunks(publisher, 0, 2);
    const [slow, quick] = [new TestViewer(server, 'slow'), new TestViewer(server, 'slow')];
    await eventually(
      async () => Math.min(slow.media.length, quick.media.length),
      (count) => count > 0,
    );
    slow.pause();
    // Over and over, renumbered: far more than the network of this machine holds back for a socket that does not read.
    let sequence = await sendAtPaceOf(quick, publisher, chunks.slice(2), 2);
    for (let round = 1; round < 8; round++) sequence = await sendAtPaceOf(quick, publisher, chunks, sequence);
    expect(quick.octets).toBeGreaterThan(16_000_000);
    slow.resume();
    await eventually(
      async () => {
        sequence = await sendAtPaceOf(quick, publisher, chunks, sequence);
        return slow.types();
      },
      (types) => types.includes('moved-on'),
    );
    publisher.say({ type: 'stop' });
    await untilClosed(slow);
    await untilClosed(quick);
    expect(quick.types()).not.toContain('moved-on');
    expect(slow.octets).toBeLessThan(quick.octets);
    expect(slow.types().at(-1)).toBe('ended');
    // What it got is whole: no frame without the ones before it, from each place that it went on at.
    const reassembler = new Reassembler();
    const outputs = [...slow.media.flatMap((octets) => reassembler.feed(octets)), ...reassembler.end()];
    expect(outputs.filter(({ kind }) => kind === 'gap')).toEqual([]);
  });

  test.each(['never-was', 'a%2Fb', 'x'.repeat(65)])(
    'watching %s is refused with a remedy, over the socket',
    async (stream) => {
      const viewer = new TestViewer(server, stream);
      await untilClosed(viewer);
      expect(viewer.heard).toEqual([expect.objectContaining({ type: 'error', code: 'stream-not-live' })]);
    },
  );

  test('a page from elsewhere may not watch', async () => {
    const viewer = new TestViewer(server, 'any', { origin: 'https://elsewhere.example' });
    await untilClosed(viewer);
    expect(viewer.closed).toContain('403');
  });

  test('the page of a stream is there, whether the stream is or not', async () => {
    const answer = await ask(server, '/watch/any');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('the pictures come as JPEGs one after the other, and stop with the stream', async () => {
    expect(await askJson(server, '/api/streams/never-was/live.mjpeg')).toMatchObject({ code: 'stream-not-live' });
    const publisher = await publish(server, 'pictures');
    sendChunks(publisher, 0, 6);
    await publisher.next('detections');
    const socket = connect(server.port, '127.0.0.1');
    let answer = Buffer.alloc(0);
    socket.on('data', (octets) => (answer = Buffer.concat([answer, octets])));
    socket.write('GET /api/streams/pictures/live.mjpeg HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    // The head of a picture comes before there is a picture.
    await eventually(
      async () => answer.indexOf(Buffer.of(0xff, 0xd8, 0xff)),
      (at) => at >= 0,
    );
    const text = answer.toString('latin1');
    expect(text).toContain('multipart/x-mixed-replace; boundary=');
    expect(text.toLowerCase()).toContain('nosniff');
    expect(text.indexOf('content-type: image/jpeg')).toBeLessThan(answer.indexOf(Buffer.of(0xff, 0xd8, 0xff)));
    const closed = once(socket, 'close');
    publisher.say({ type: 'stop' });
    await closed;
  });
});

async function untilClosed(viewer: TestViewer): Promise<void> {
  await eventually(
    () => viewer.closed,
    (closed) => closed !== undefined,
  );
}

function wholeBlocks(): readonly string[] {
  const reassembler = new Reassembler();
  const outputs = [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : [])).map(lineOf);
}

function lineOf({ track, timestampMs, payload }: Block): string {
  return `${track.number} ${timestampMs} ${Buffer.from(payload).toString('base64').slice(-40)}`;
}
