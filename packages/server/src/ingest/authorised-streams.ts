import type { AccessGuard } from '../access/index.js';
import type { OpenRequest, OpenStream, StreamPort } from './stream-port.js';

/** The streams behind a guard: every way in opens its streams here, so that none can forget to ask for the token. */
export class AuthorisedStreams implements StreamPort {
  readonly #streams: StreamPort;
  readonly #guard: AccessGuard;

  constructor(streams: StreamPort, guard: AccessGuard) {
    this.#streams = streams;
    this.#guard = guard;
  }

  /** @throws ServerError `token-required`, `token-invalid`, `token-expired`, `access-denied`, and those of the streams */
  async open(request: OpenRequest): Promise<OpenStream> {
    if (!this.#guard.isRequired) return this.#streams.open(request);
    // Without a wish, the stream is the one of the token; the admin's secret is for any, and the server makes one up.
    const stream = request.stream ?? (await this.#guard.streamOf(request.credential));
    if (stream !== undefined) {
      const access = request.resume ? 'resume' : 'publish';
      await this.#guard.check(request.credential, { access, stream });
    }
    const opened = await this.#streams.open({ ...request, stream });
    const resumeToken = await this.#guard.issueForResume(opened.id);
    return resumeToken === undefined ? opened : withResumeToken(opened, resumeToken);
  }
}

function withResumeToken(stream: OpenStream, resumeToken: string): OpenStream {
  return {
    resumeToken,
    get id() {
      return stream.id;
    },
    get analysis() {
      return stream.analysis;
    },
    get takesChunks() {
      return stream.takesChunks;
    },
    get nextSequence() {
      return stream.nextSequence;
    },
    get recordedSequence() {
      return stream.recordedSequence;
    },
    get unrecordedOctets() {
      return stream.unrecordedOctets;
    },
    expectStills: (type) => stream.expectStills(type),
    take: (chunk, capturedAtMs) => stream.take(chunk, capturedAtMs),
    takeLost: (last) => stream.takeLost(last),
    finish: () => stream.finish(),
    leave: () => stream.leave(),
  };
}
