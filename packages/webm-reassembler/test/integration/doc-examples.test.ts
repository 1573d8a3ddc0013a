import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChunkPieces, Reassembler, type StandalonePiece } from 'webm-reassembler';
import { WebSocket } from 'ws';
import { docExamples, linkedPaths, repository, type DocExample } from '../support/doc-examples.js';
import { ExampleWorkplace } from '../support/example-workplace.js';
import { decodeAll, describeWithFfmpeg } from '../support/ffmpeg.js';
import { ProbedRecording } from '../support/probed-recording.js';
import { loadFixture, wholeRecording } from '../support/recordings.js';

const DOCUMENTS = [
  'packages/webm-reassembler/README.md',
  'docs/save-every-chunk-playable.md',
  'docs/feed-ffmpeg.md',
  'docs/late-join-with-mse.md',
  'docs/fix-a-recording.md',
  'docs/chunks-to-speech-to-text.md',
  'docs/rebuild-a-lost-header.md',
  'docs/gaps-and-errors.md',
];
const FACES = 'chromium156-faces-vp8-opus-250ms';
const LONG_GOP = 'chromium156-long-gop-vp8-opus-250ms';
const RESIZE = 'chromium156-resize-canvas-vp8-opus-250ms';
const MICROPHONE = 'chromium156-microphone-opus-250ms';

/** A minute: with two cores shared by others, a process takes its time to start. */
const MOST_TRIES = 1_200;
const TRY_EVERY_MS = 50;

/** Sets the stage for an example, runs it, and expects of it what its document says. */
type Scenario = (place: ExampleWorkplace, example: DocExample) => Promise<void>;

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  async 'readme-start'(place, example) {
    const socket = await connectTo(place, example, '/');
    const { chunks } = loadFixture(FACES);
    for (const chunk of chunks) socket.send(chunk);
    const pieces = chunkPieces(chunks);
    expect(pieces.length).toBeGreaterThanOrEqual(chunks.length - 1);
    await filesToCome(
      place,
      pieces.map(({ endMs, octets }) => [`${Math.round(endMs)}-ms.webm`, octets.length]),
    );
    socket.close();
    await expectAllToDecode(place, /-ms\.webm$/);
  },

  async 'readme-streams'(place, example) {
    place.putRecording('broken-zeros-in-cluster');
    const { out } = expectSuccess(place, example);
    expect(out).toContain('video/webm;codecs="vp8,opus"');
    expect(out).toMatch(/^lost: malformed-element /m);
  },

  async 'readme-core'(place, example) {
    place.putRecording('chromium156-faces-av1-opus-250ms');
    expectSuccess(place, example);
    const frames = await expectAllToDecode(place, /^reframed\.webm$/);
    expect(frames).toBeGreaterThan(1);
  },

  async 'save-chunks'(place, example) {
    place.putChunks(LONG_GOP);
    const { out } = expectSuccess(place, example);
    const pieces = place.files(/^piece-\d+\.webm$/);
    expect(pieces.length).toBeGreaterThan(loadFixture(LONG_GOP).chunks.length - 3);
    expect(out.trim().split('\n')).toHaveLength(pieces.length);
    expect(out).toMatch(/: to \d+(\.\d+)? ms, [1-9]\d+(\.\d+)? ms of lead-in/);
    await expectAllToDecode(place, /^piece-\d+\.webm$/);
  },

  async 'save-groups'(place, example) {
    place.putChunks(FACES);
    expectSuccess(place, example);
    const frames = await expectAllToDecode(place, /^group-at-\d+-ms\.webm$/);
    const whole = await decodeAll([{ octets: wholeRecording(FACES), hasVideo: true }], { folder: place.folder });
    expect(frames).toBe(whole[0]?.frames.length);
  },

  async 'save-by-command'(place, example) {
    place.putChunks(FACES);
    expectSuccess(place, example);
    expect(place.files(/\.webm$/, 'pieces').length).toBeGreaterThan(place.files(/\.webm$/, 'groups').length);
    await expectAllToDecode(place, /\.webm$/, 'pieces');
    await expectAllToDecode(place, /\.webm$/, 'groups');
  },

  async 'feed-ffmpeg'(place, example) {
    expectSuccess(place, example, wholeRecording(RESIZE));
    expect(place.files(/^frame-0-\d+\.jpg$/).length).toBeGreaterThan(1);
    expect(place.files(/^frame-1-\d+\.jpg$/).length).toBeGreaterThan(1); // the second size, in a second ffmpeg
  },

  async 'restart-ffmpeg'(place, example) {
    place.putChunks(LONG_GOP);
    const { out, err } = expectSuccess(place, example);
    expect(out + err).not.toContain('Discarding'); // what ffmpeg says of frames that lack their keyframe
  },

  async 'late-join-server'(place, example) {
    const port = await freePort();
    place.start(example, port);
    const publisher = await connect(port, '/publish');
    const early = new Viewer(await connect(port, '/'));
    const { chunks } = loadFixture(LONG_GOP);
    for (const chunk of chunks.slice(0, 9)) publisher.send(chunk);
    await early.untilItHas(lastSegment(chunks.slice(0, 9)));
    const late = new Viewer(new WebSocket(`ws://127.0.0.1:${port}/`));
    await late.untilItHas(); // the join piece: from here on it is among the viewers
    for (const chunk of chunks.slice(9)) publisher.send(chunk);
    await late.untilItHas(lastSegment(chunks));
    expect(late.types).toEqual(['{"type":"video/webm;codecs=\\"vp8,opus\\""}']);
    expect(late.messages.length).toBeGreaterThan(10);
    const watched = { octets: Buffer.concat(late.messages), hasVideo: true };
    const [decoded] = await decodeAll([watched], { folder: place.folder });
    expect(decoded?.opensWithKeyframe).toBe(true);
    for (const { socket } of [early, late]) socket.close();
    publisher.close();
  },

  async 'fix-by-command'(place, example) {
    place.putRecording(FACES);
    expectSuccess(place, example);
    expectSeekable(place, 'seekable.webm');
  },

  async 'fix-file'(place, example) {
    place.putRecording(FACES);
    const { out } = expectSuccess(place, example);
    expect(out).toMatch(/^seekable\.webm: \d+(\.\d+)? ms$/m);
    expectSeekable(place, 'seekable.webm');
  },

  async 'fix-blob'(place, example) {
    place.put('recording.mjs', example.code);
    place.putRecording(FACES);
    const code = `import { openAsBlob, writeFileSync } from 'node:fs';
      import { seekable } from './recording.mjs';
      const [blob] = await seekable(await openAsBlob('recording.webm'));
      writeFileSync('seekable.webm', new Uint8Array(await blob.arrayBuffer()));
      console.log(blob.type);`;
    const { out } = expectSuccess(place, { ...example, code });
    expect(out).toContain('video/webm');
    expectSeekable(place, 'seekable.webm');
  },

  async 'fix-while-recording'(place, example) {
    expectSuccess(place, example, wholeRecording(FACES));
    expectSeekable(place, 'recording-0.webm');
  },

  async 'speech-files'(place, example) {
    place.putChunks(MICROPHONE);
    place.put('package.json', '{ "type": "module" }');
    place.put(
      'recogniser.js',
      `import { writeFileSync } from 'node:fs';
       let count = 0;
       export async function transcribe(blob) {
         writeFileSync(\`speech-\${count++}.webm\`, new Uint8Array(await blob.arrayBuffer()));
         return blob.type;
       }`,
    );
    const { out } = expectSuccess(place, example);
    expect(out).toMatch(/^\d+(\.\d+)? to \d+(\.\d+)? ms: audio\/webm;codecs="opus"$/m);
    expect(place.files(/^speech-\d+\.webm$/).length).toBeGreaterThan(2);
    await expectAllToDecode(place, /^speech-\d+\.webm$/, '.', false);
  },

  async 'speech-samples'(place, example) {
    const { out } = expectSuccess(place, example, wholeRecording(FACES));
    expect(out.length).toBeGreaterThan(16_000); // octets as text: fewer characters than octets, but many
  },

  async 'speech-packets'(place, example) {
    place.putChunks(MICROPHONE);
    const { out } = expectSuccess(place, example);
    const probed = new ProbedRecording(place.path('whole.webm'), wholeRecording(MICROPHONE));
    expect(out.trim().split('\n')).toHaveLength(probed.packets().length);
  },

  async 'rebuild-header'(place, example) {
    place.putChunks(FACES);
    const { out } = expectSuccess(place, example);
    expect(out).toMatch(/^missing-header: /m);
    expect(out).toContain('video/webm;codecs="vp8,opus"');
    await expectAllToDecode(place, /^piece-at-\d+-ms\.webm$/);
  },

  async 'rebuild-by-command'(place, example) {
    const [, ...rest] = loadFixture(FACES).chunks;
    place.put('headless.webm', Buffer.concat(rest));
    const { out } = expectSuccess(place, example);
    expect(out).toContain('saved, and this was lost');
    expectSeekable(place, 'whole.webm');
  },
};

/** Examples for a page, run in a browser by test/e2e/late-join-page.test.ts. */
const IN_A_BROWSER = ['late-join-page'];

const EXAMPLES = docExamples(DOCUMENTS);

describe('the documents', () => {
  test('name every example, each once, and each has a test', () => {
    const names = EXAMPLES.map(({ document, name, code }) => name ?? `${document}: ${code.split('\n')[0]}`);
    expect([...names].sort()).toEqual([...Object.keys(SCENARIOS), ...IN_A_BROWSER].sort());
  });

  test.each(DOCUMENTS)('%s links to what is there', (document) => {
    expect(linkedPaths(document).filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });
});

describeWithFfmpeg('the example', () => {
  let place: ExampleWorkplace;
  beforeEach(() => void (place = new ExampleWorkplace()));
  afterEach(() => place.remove());

  test.each(EXAMPLES.filter(({ name }) => name !== undefined && name in SCENARIOS))(
    '$name of $document does what the document says',
    async (example) => {
      await SCENARIOS[example.name ?? '']?.(place, example);
    },
    240_000,
  );
});

function expectSuccess(place: ExampleWorkplace, example: DocExample, input?: Uint8Array) {
  const run = place.run(example, input);
  expect({ status: run.status, err: run.status === 0 ? '' : run.err }).toEqual({ status: 0, err: '' });
  return run;
}

/** Decodes the files with ffmpeg, none with a message; returns the number of pictures. */
async function expectAllToDecode(place: ExampleWorkplace, pattern: RegExp, folder = '.', hasVideo = true) {
  const names = place.files(pattern, folder);
  expect(names.length).toBeGreaterThan(0);
  const files = names.map((name) => ({ octets: place.read(join(folder, name)), hasVideo }));
  const decoded = await decodeAll(files, { folder: place.folder });
  if (hasVideo) expect(decoded.map(({ opensWithKeyframe }) => opensWithKeyframe)).not.toContain(false);
  return decoded.reduce((sum, { frames }) => sum + frames.length, 0);
}

function expectSeekable(place: ExampleWorkplace, name: string) {
  const recording = new ProbedRecording(place.path(`probed-${name}`), place.read(name));
  expect(recording.warnings()).toBe('');
  expect(recording.durationMs()).toBeGreaterThan(1000);
}

/** What a viewer of the example server is sent. */
class Viewer {
  readonly socket: WebSocket;
  readonly types: string[] = [];
  readonly messages: Uint8Array[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (octets: Buffer, isBinary) => {
      if (isBinary) this.messages.push(new Uint8Array(octets));
      else this.types.push(octets.toString());
    });
  }

  /** Waits for a message with these octets, or for any at all. */
  async untilItHas(octets?: Uint8Array): Promise<void> {
    const isIt = (message: Uint8Array): boolean => octets === undefined || Buffer.compare(message, octets) === 0;
    await until(
      () => this.messages.some(isIt),
      () => `${this.messages.length} messages came, and not the one that was waited for`,
    );
  }
}

/** Octets of the last media segment that the example server makes of these chunks. */
function lastSegment(chunks: readonly Uint8Array[]): Uint8Array {
  const reassembler = new Reassembler({ mediaSegments: 'continuing' });
  const outputs = chunks.flatMap((chunk) => reassembler.feed(chunk));
  const last = outputs.filter(({ kind }) => kind === 'media-segment').at(-1);
  if (last?.kind !== 'media-segment') throw new Error('there is no media segment in these chunks');
  return last.octets;
}

/** What is saved of these chunks, chunk by chunk. */
function chunkPieces(chunks: readonly Uint8Array[]): readonly StandalonePiece[] {
  const reassembler = new Reassembler();
  const pieces = new ChunkPieces();
  return chunks.flatMap((chunk) => pieces.add(reassembler.feed(chunk)));
}

/** Waits for files with these numbers of octets: one that is begun is there, and empty. */
async function filesToCome(place: ExampleWorkplace, files: readonly (readonly [name: string, octets: number])[]) {
  const missing = () => files.filter(([name, octets]) => place.octetsIn(name) !== octets);
  await until(
    () => missing().length === 0,
    () => `these did not come, or not whole: ${missing().join(' ')}`,
  );
}

async function until(isSo: () => boolean, otherwise: () => string): Promise<void> {
  for (let waits = 0; !isSo(); waits++) {
    if (waits > MOST_TRIES) throw new Error(otherwise());
    await sleep(TRY_EVERY_MS);
  }
}

async function connectTo(place: ExampleWorkplace, example: DocExample, path: string) {
  const port = await freePort();
  place.start(example, port);
  return connect(port, path);
}

/** Connects, trying again until the server listens. */
async function connect(port: number, path: string): Promise<WebSocket> {
  for (let tries = 0; ; tries++) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    try {
      await once(socket, 'open');
      return socket;
    } catch (error) {
      if (tries > MOST_TRIES) throw error;
      await sleep(TRY_EVERY_MS);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
