import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeptDetections } from './detection-log.js';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'detection-log-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function frame(timestampMs: number, ...faceIds: readonly number[]): object {
  return { type: 'detections', timestampMs, detections: faceIds.map((faceId) => ({ score: 1, faceId })) };
}

test('where the log goes on, and which faces are open, is told from its whole lines', async () => {
  const lines = [
    frame(0),
    { type: 'face-appeared', faceId: 1, timestampMs: 100 },
    { type: 'face-appeared', faceId: 2, timestampMs: 100 },
    frame(100, 1, 2),
    frame(200, 1),
    { type: 'face-left', faceId: 2, firstSeenMs: 100, lastSeenMs: 100 },
    { type: 'later-versions-may-have-others' },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const path = join(root, 'detections.ndjson');
  await writeFile(path, `${text}{"type":"detections","timestampMs":300,"dete`);
  expect(await readKeptDetections(path)).toEqual({
    octets: text.length,
    frames: 3,
    newestMs: 200,
    newestFaceId: 2,
    openFaces: [{ faceId: 1, firstSeenMs: 100, lastSeenMs: 200 }],
  });
});

test('a stream of which no frame was analysed has none', async () => {
  const nothing = { octets: 0, frames: 0, newestMs: undefined, newestFaceId: 0, openFaces: [] };
  expect(await readKeptDetections(join(root, 'missing'))).toEqual(nothing);
});
