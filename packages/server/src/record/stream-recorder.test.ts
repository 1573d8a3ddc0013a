import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InitSegment, MediaSegment, StandalonePiece, Track } from 'webm-reassembler';
import { StreamRecorder } from './stream-recorder.js';
import type { StreamRecord } from './stream-record.js';

const video: Track = { number: 1, type: 'video', codecId: 'V_VP8', codec: 'vp8' };
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
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function initOf(...octets: readonly number[]): InitSegment {
  const form = { docType: 'webm', mimeType: 'video/webm', timestampScaleNs: 1_000_000 };
  return { kind: 'init-segment', octets: Uint8Array.from(octets), tracks: [video], ...form };
}

function mediaOf(initSegment: InitSegment, ...octets: readonly number[]): MediaSegment {
  const timing = { opensWithRandomAccessPoint: true, timestampMs: 0, endTimestampMs: 0 };
  return { kind: 'media-segment', octets: Uint8Array.from(octets), initSegment, blocks: [], ...timing };
}

function pieceOf(initSegment: InitSegment, ...octets: readonly number[]): StandalonePiece {
  return { octets: Uint8Array.from(octets), initSegment, startMs: 0, endMs: 40, leadInBlocks: 1, leadInMs: 20 };
}

async function recorderAt(directory: string): Promise<StreamRecorder> {
  const fail = (thrown: unknown): void => {
    throw thrown;
  };
  return StreamRecorder.create(directory, { onFailing: fail, onRecovered: () => undefined });
}

async function octetsOf(...path: readonly string[]): Promise<readonly number[]> {
  return [...(await readFile(join(root, ...path)))];
}

test('when a chunk is recorded, the recording and the file of the chunk hold it', async () => {
  const recorder = await recorderAt(join(root, 'a'));
  const init = initOf(1, 2);
  await recorder.take({ sequence: 0, outputs: [init, mediaOf(init, 3)], pieces: [pieceOf(init, 1, 2, 3)] });
  expect(await octetsOf('a', 'recording.webm')).toEqual([1, 2, 3]);
  expect(await octetsOf('a', 'chunks', '000000.webm')).toEqual([1, 2, 3]);
  await recorder.take({ sequence: 1, outputs: [mediaOf(init, 4)], pieces: [] });
  expect(await octetsOf('a', 'recording.webm')).toEqual([1, 2, 3, 4]);
  expect(await readdir(join(root, 'a', 'chunks'))).toEqual(['000000.webm']);
  expect(recorder.waitingOctets).toBe(0);
  await recorder.finish(record, 1000);
});

test('chunks that are taken at once land in the order they were taken', async () => {
  const recorder = await recorderAt(join(root, 'a'));
  const init = initOf(0);
  const taken = Array.from({ length: 50 }, async (_, sequence) =>
    recorder.take({ sequence, outputs: sequence === 0 ? [init] : [mediaOf(init, sequence)], pieces: [] }),
  );
  expect(recorder.waitingOctets).toBe(50);
  await Promise.all(taken);
  expect(await octetsOf('a', 'recording.webm')).toEqual(Array.from({ length: 50 }, (_, index) => index));
  await recorder.finish(record, 1000);
});

test('another init segment begins another file; the same one again does not', async () => {
  const recorder = await recorderAt(join(root, 'a'));
  const [init, same, other] = [initOf(1), initOf(1), initOf(9)];
  await recorder.take({ sequence: 0, outputs: [init, mediaOf(init, 2), same, mediaOf(same, 3)], pieces: [] });
  await recorder.take({
    sequence: 1,
    outputs: [other, mediaOf(other, 4)],
    pieces: [pieceOf(init, 5), pieceOf(other, 6)],
  });
  await recorder.finish(record, 1000);
  expect(recorder.recordings).toEqual(['recording.webm', 'recording-2.webm']);
  expect(await octetsOf('a', 'recording.webm')).toEqual([1, 2, 3]);
  expect(await octetsOf('a', 'recording-2.webm')).toEqual([9, 4]);
  expect(await octetsOf('a', 'chunks', '000001.webm')).toEqual([5]);
  expect(await octetsOf('a', 'chunks', '000001-2.webm')).toEqual([6]);
});

test('after the end everything that was said is on the disk', async () => {
  const recorder = await recorderAt(join(root, 'a'));
  const init = initOf(1);
  void recorder.take({ sequence: 0, outputs: [init], pieces: [pieceOf(init, 7)] });
  recorder.logDetections({ timestampMs: 33 });
  recorder.logDetections({ timestampMs: 66 });
  await recorder.finish(record, 1000);
  expect(JSON.parse(await readFile(join(root, 'a', 'stream.json'), 'utf8'))).toEqual(record);
  expect(await readFile(join(root, 'a', 'detections.ndjson'), 'utf8')).toBe('{"timestampMs":33}\n{"timestampMs":66}\n');
  expect(JSON.parse(await readFile(join(root, 'a', 'chunks.ndjson'), 'utf8'))).toMatchObject({
    sequence: 0,
    file: '000000.webm',
  });
});

test('a stream whose directory is there already is not recorded over', async () => {
  await (await recorderAt(join(root, 'a'))).finish(record, 1000);
  await expect(recorderAt(join(root, 'a'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test('a disk that does not write is reported, does not hold the end up, and loses nothing that was acknowledged', async () => {
  const failures: unknown[] = [];
  const directory = join(root, 'a');
  const recorder = await StreamRecorder.create(directory, {
    onFailing: (thrown) => failures.push(thrown),
    onRecovered: () => undefined,
  });
  const init = initOf(1);
  await recorder.take({ sequence: 0, outputs: [init], pieces: [] });
  await rm(join(directory, 'chunks'), { recursive: true });
  const lost = recorder.take({ sequence: 1, outputs: [mediaOf(init, 2)], pieces: [pieceOf(init, 3)] });
  const outcome = lost.then(
    () => 'acknowledged',
    (thrown: Error) => thrown.name,
  );
  await recorder.finish(record, 50);
  expect(await outcome).toBe('WriterAbandonedError');
  expect(failures).toHaveLength(1);
  expect(await octetsOf('a', 'recording.webm')).toEqual([1, 2]);
});
