import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Output, Reassembler } from 'webm-reassembler';
import { RecordingWriter } from 'webm-reassembler/recording';
import { loadFixture } from '../../../../fixtures/load.js';
import type { JournalStart } from './journal/journal-start.js';
import { KeptStream } from './kept-stream.js';
import type { StreamRecord } from './stream-record.js';
import { type RecorderOptions, type RecordingEnd, StreamRecorder } from './stream-recorder.js';

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const record: StreamRecord = {
  version: 1,
  id: 'a',
  mimeType: 'video/webm',
  startedAt: '2025-01-01T00:00:00.000Z',
  endedAt: '2025-01-01T00:00:01.000Z',
  chunks: 2,
  octets: 10,
  videoCodec: 'vp8',
  audioCodec: 'none',
  width: null,
  height: null,
  recordings: [],
};

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stream-recorder-'));
  await mkdir(join(root, 'streams'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const start: JournalStart = {
  version: 1,
  id: 'a',
  mimeType: 'video/webm',
  startedAt: record.startedAt,
  canResume: true,
  address: '::1',
};
const end: RecordingEnd = { outputs: [], sequence: 0, canGoOn: false };

function options(changes: Partial<RecorderOptions> = {}): RecorderOptions {
  return {
    sync: { when: 'never', intervalMs: 1000 },
    keepsJournal: false,
    onFailing: (thrown) => {
      throw thrown;
    },
    onRecovered: () => undefined,
    ...changes,
  };
}

async function recorderAt(directory: string, changes?: Partial<RecorderOptions>): Promise<StreamRecorder> {
  return StreamRecorder.create(directory, start, options(changes));
}

interface Fed {
  readonly sequence: number;
  readonly receivedAtMs: number;
  readonly octets: Uint8Array;
  readonly outputs: readonly Output[];
}

/** Chunks of a recording with what each completes. */
function feed(count: number): readonly Fed[] {
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  return chunks.slice(0, count).map((octets, sequence) => {
    return { sequence, receivedAtMs: 1000 + sequence, octets, outputs: reassembler.feed(octets, { sequence }) };
  });
}

function recordingOf(count: number): Buffer {
  const writer = new RecordingWriter();
  const writes = feed(count).flatMap(({ outputs }) => outputs.flatMap((output) => writer.add([output])));
  return Buffer.concat(writes.flatMap((write) => (write.kind === 'append' ? [write.octets] : [])));
}

async function octetsOf(name: string): Promise<Buffer> {
  return readFile(join(root, 'streams', 'a', name));
}

async function linesOf(name: string): Promise<readonly unknown[]> {
  const text = (await octetsOf(name)).toString('utf8').trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as unknown);
}

test('when a chunk is recorded, journal and recording hold it, and a line says where', async () => {
  const recorder = await recorderAt(join(root, 'streams', 'a'));
  for (const chunk of feed(6)) {
    await recorder.take(chunk);
    const journal = await octetsOf('ingest.journal');
    expect(journal.subarray(journal.length - chunk.octets.length).equals(chunk.octets)).toBe(true);
    expect((await octetsOf('recording.webm')).equals(recordingOf(chunk.sequence + 1))).toBe(true);
  }
  expect(await linesOf('chunks.ndjson')).toHaveLength(6);
  expect(recorder.waitingOctets).toBe(0);
  await recorder.finish(() => record, end);
  expect((await readdir(join(root, 'streams', 'a'))).sort()).toEqual(
    ['chunks.ndjson', 'init-segments.bin', 'recording.webm', 'stream.json'].sort(),
  );
});

test('chunks that are taken at once land in the order they were taken', async () => {
  const recorder = await recorderAt(join(root, 'streams', 'a'), { sync: { when: 'every-chunk', intervalMs: 1000 } });
  await Promise.all(feed(28).map(async (chunk) => recorder.take(chunk)));
  expect((await octetsOf('recording.webm')).equals(recordingOf(28))).toBe(true);
  expect(await linesOf('chunks.ndjson')).toMatchObject(Array.from({ length: 28 }, (_, sequence) => ({ sequence })));
  await recorder.finish(() => record, end);
});

test('after the end everything that was said is on the disk, and the journal is gone or kept as it was asked', async () => {
  for (const keepsJournal of [false, true]) {
    const recorder = await recorderAt(join(root, 'streams', 'a'), { keepsJournal });
    for (const chunk of feed(3)) void recorder.take(chunk);
    recorder.logDetections({ timestampMs: 33 });
    recorder.logDetections({ timestampMs: 66 });
    await recorder.finish(() => record, end);
    expect(JSON.parse((await octetsOf('stream.json')).toString('utf8'))).toEqual(record);
    expect(await linesOf('detections.ndjson')).toEqual([{ timestampMs: 33 }, { timestampMs: 66 }]);
    expect((await readdir(join(root, 'streams', 'a'))).filter((name) => name.endsWith('.journal'))).toEqual(
      keepsJournal ? ['ended.journal'] : [],
    );
    await rm(join(root, 'streams', 'a'), { recursive: true });
  }
});

test('gaps and lost chunks are lines and entries of their own', async () => {
  const recorder = await recorderAt(join(root, 'streams', 'a'));
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  for (const sequence of [0, 1, 2]) {
    const octets = chunks[sequence] ?? new Uint8Array();
    await recorder.take({ sequence, receivedAtMs: 0, octets, outputs: reassembler.feed(octets, { sequence }) });
  }
  await recorder.takeLost({ first: 3, last: 5, receivedAtMs: 0 });
  const octets = chunks[6] ?? new Uint8Array();
  const outputs = reassembler.feed(octets, { sequence: 6 });
  await recorder.take({ sequence: 6, receivedAtMs: 0, octets, outputs });
  await recorder.finish(() => record, { outputs: reassembler.end(), sequence: 6, canGoOn: true });
  expect((await linesOf('gaps.ndjson'))[0]).toMatchObject({
    code: 'missing-chunk',
    sequence: 6,
    missingSequences: { first: 3, last: 5 },
  });
});

test('a stream whose directory is there already is not recorded over, and one that cannot begin leaves none', async () => {
  await (await recorderAt(join(root, 'streams', 'a'))).finish(() => record, end);
  await expect(recorderAt(join(root, 'streams', 'a'))).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  await expect(recorderAt(join(root, 'missing', 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('another recorder goes on with the journal where the first was torn away, and comes to the same files', async () => {
  const first = await recorderAt(join(root, 'streams', 'a'));
  for (const chunk of feed(10)) await first.take(chunk);
  first.logDetections({ type: 'detections', timestampMs: 99 });
  await first.finish(() => record, { outputs: [], sequence: 9, canGoOn: true });
  const kept = await KeptStream.open(join(root, 'streams', 'a'), options());
  expect(kept.detections).toMatchObject({ frames: 1, newestMs: 99 });
  const again = feed(28);
  const seen: number[] = [];
  const tail = await kept.follow((entry) => {
    if (entry.kind === 'lost') return [];
    seen.push(entry.sequence);
    return again[entry.sequence]?.outputs ?? [];
  });
  expect({ seen, tail }).toEqual({ seen: Array.from({ length: 10 }, (_, at) => at), tail: { kind: 'whole' } });
  expect((await octetsOf('recording.webm')).equals(recordingOf(10))).toBe(true);
  for (const chunk of again.slice(10)) await kept.recorder.take(chunk);
  expect((await octetsOf('recording.webm')).equals(recordingOf(28))).toBe(true);
  expect(await linesOf('chunks.ndjson')).toHaveLength(28);
  await kept.recorder.finish(() => record, end);
});

test('octets of a journal that are damaged are kept beside it', async () => {
  const first = await recorderAt(join(root, 'streams', 'a'));
  for (const chunk of feed(3)) await first.take(chunk);
  await first.finish(() => record, { outputs: [], sequence: 2, canGoOn: true });
  await appendFile(join(root, 'streams', 'a', 'ingest.journal'), new Uint8Array(500));
  const kept = await KeptStream.open(join(root, 'streams', 'a'), options());
  const again = feed(3);
  const tail = await kept.follow((entry) => (entry.kind === 'chunk' ? (again[entry.sequence]?.outputs ?? []) : []));
  expect(tail).toEqual({ kind: 'damaged', octets: 500 });
  expect(await octetsOf('ingest.journal.damaged')).toHaveLength(500);
  await kept.recorder.finish(() => record, end);
});

test('a disk that does not write is reported, and giving up loses nothing that was acknowledged', async () => {
  let tell: (thrown: unknown) => void = () => undefined;
  const failing = new Promise<unknown>((resolve) => (tell = resolve));
  const recorder = await recorderAt(join(root, 'streams', 'a'), { onFailing: (thrown) => tell(thrown) });
  const [one, two, ...others] = feed(4);
  if (one === undefined || two === undefined) throw new Error('the fixture is too short');
  await recorder.take(one);
  // Nothing gets past a file that cannot be written.
  await mkdir(join(root, 'streams', 'a', 'detections.ndjson'));
  recorder.logDetections({ timestampMs: 33 });
  const outcomes = [two, ...others].map(async (chunk) =>
    recorder.take(chunk).then(
      () => 'acknowledged',
      (thrown: Error) => thrown.name,
    ),
  );
  const finished = recorder.finish(() => record, end);
  expect(await failing).toMatchObject({ code: 'EISDIR' });
  recorder.abandon();
  await finished;
  expect(await Promise.all(outcomes)).toEqual(Array.from({ length: 3 }, () => 'WriterAbandonedError'));
  expect((await readdir(join(root, 'streams', 'a'))).includes('ingest.journal')).toBe(true);
});
