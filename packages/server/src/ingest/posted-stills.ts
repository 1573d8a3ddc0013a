import { type DetectionsMessage, decodeServerMessage } from '@webm-reassembler/protocol';
import { serverErrorOf, ServerError } from '../errors.js';
import { stillFileName } from '../frames/still-file-name.js';
import { type StillType, stillTypeOf } from '../frames/still-header.js';
import type { OpenRequest, OpenStream, PublisherLink, StreamPort } from './stream-port.js';

/** What a publisher asks for that posts one still image. */
export type StillRequest = Pick<OpenRequest, 'address' | 'credential' | 'analysis'> & { readonly stream: string };

/** What became of an image that was posted. */
export interface PostedStill {
  readonly sequence: number;
  /** Name of the file that keeps it. */
  readonly file: string;
  /** What was found in it; `undefined` where it was kept and not looked at: the rate left it out, or the server is full. */
  readonly result: DetectionsMessage | undefined;
}

/** No socket can say this: a session has no spaces there. */
const SESSION = 'POST frames';
/** Images of one stream that wait for their turn. */
const MAX_WAITING = 8;
/** How long the answer waits for the detections: a detector that hangs is given up sooner. */
const RESULT_DEADLINE_MS = 15_000;

/**
 * Publishers that post one image at a time. The first opens the stream, and each further one within the grace for
 * resuming goes on with it. Images of one stream take turns, at the rate that its images are analysed with.
 */
export class PostedStills {
  readonly #streams: StreamPort;
  readonly #queues = new Map<string, { waiting: number; tail: Promise<unknown> }>();

  constructor(streams: StreamPort) {
    this.#streams = streams;
  }

  /** @throws ServerError `image-invalid`, `picture-too-large`, `rate-exceeded`, and those of the streams */
  async post(image: Uint8Array, request: StillRequest): Promise<PostedStill> {
    const type = stillTypeOf(image);
    // Before a stream is opened for it.
    if (type === undefined) throw new ServerError('image-invalid', 'the body begins neither as a JPEG nor as a PNG');
    const queue = this.#queues.get(request.stream) ?? { waiting: 0, tail: Promise.resolve() };
    if (queue.waiting >= MAX_WAITING)
      throw new ServerError('rate-exceeded', `${MAX_WAITING} images of stream ${request.stream} wait already`);
    this.#queues.set(request.stream, queue);
    queue.waiting += 1;
    const begunAtMs = queue.tail.then(() => performance.now());
    const posted = begunAtMs.then(async () => this.#publish(image, type, request));
    queue.tail = posted.then(
      async ({ intervalMs }) => restOf(intervalMs, await begunAtMs),
      () => undefined,
    );
    void queue.tail.then(() => {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.#queues.delete(request.stream);
    });
    return (await posted).still;
  }

  async #publish(image: Uint8Array, type: StillType, request: StillRequest) {
    const link = new AnswerLink();
    const opening = { mimeType: type, resume: false, canResume: true, session: SESSION, publisher: link };
    const stream = await this.#streams.open({ ...request, ...opening });
    try {
      const sequence = stream.nextSequence;
      const result = await resultOf(stream, link, image);
      return {
        still: { sequence, file: stillFileName(sequence, type), result },
        intervalMs: 1000 / stream.analysis.fps,
      };
    } finally {
      stream.leave();
    }
  }
}

/** @throws ServerError what the stream says of the image */
async function resultOf(
  stream: OpenStream,
  link: AnswerLink,
  image: Uint8Array,
): Promise<DetectionsMessage | undefined> {
  const result = link.waitFor(stream.nextSequence);
  await Promise.race([stream.take(image), result]);
  if (link.hasAnswer || stream.analysis.fps > 0) return result;
  link.close();
  return undefined;
}

/** Hears what the stream says until it has said what became of the image. */
class AnswerLink implements PublisherLink {
  readonly waitingOctets = 0;
  #sequence = -1;
  #hasAnswer = false;
  #timer: NodeJS.Timeout | undefined;
  #settle: (outcome: DetectionsMessage | ServerError | undefined) => void = () => undefined;

  get hasAnswer(): boolean {
    return this.#hasAnswer;
  }

  async waitFor(sequence: number): Promise<DetectionsMessage | undefined> {
    this.#sequence = sequence;
    const outcome = await new Promise<DetectionsMessage | ServerError | undefined>((resolve) => {
      this.#settle = resolve;
      this.#timer = setTimeout(() => this.close(), RESULT_DEADLINE_MS);
    });
    if (outcome instanceof ServerError) throw outcome;
    return outcome;
  }

  send(text: string): void {
    const read = decodeServerMessage(text);
    if (read.kind === 'malformed') return;
    const { message } = read;
    if (message.type === 'detections' && message.sequence === this.#sequence) this.#answer(message);
    if (message.type === 'error') this.#answer(serverErrorOf(message));
  }

  hangUp(error: ServerError): void {
    this.#answer(error);
  }

  close(): void {
    this.#answer(undefined);
  }

  #answer(outcome: DetectionsMessage | ServerError | undefined): void {
    clearTimeout(this.#timer);
    this.#hasAnswer = true;
    this.#settle(outcome);
  }
}

async function restOf(intervalMs: number, begunAtMs: number): Promise<void> {
  const restMs = Number.isFinite(intervalMs) ? intervalMs - (performance.now() - begunAtMs) : 0;
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
}
