import type { DetectionsMessage } from '@webm-reassembler/protocol';
import type { Frame } from '../frames/frame.js';
import { StreamFaces } from './stream-faces.js';

type Colour = readonly [red: number, green: number, blue: number];

/** A picture of two halves, side by side or one above the other. */
function halves(first: Colour, second: Colour, isSideBySide: boolean): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(64 * 48 * 3);
  for (let pixel = 0; pixel < 64 * 48; pixel += 1) {
    const isFirst = isSideBySide ? pixel % 64 < 32 : pixel < 64 * 24;
    pixels.set(isFirst ? first : second, pixel * 3);
  }
  return pixels;
}

const office = halves([40, 60, 120], [200, 220, 250], true);
const beach = halves([250, 160, 40], [90, 60, 10], false);

/** Ten frames a second, each with one face at the same place; what is told of it. */
function follow(pictures: readonly Uint8Array<ArrayBuffer>[]) {
  const faces = new StreamFaces();
  return pictures.map((pixels, index) => {
    const timestampMs = 100 * index;
    const size = { width: 64, height: 48 };
    const frame: Frame = { ...size, source: size, timestampMs, decodedAtMs: 0, pixels };
    const message: DetectionsMessage = {
      type: 'detections',
      timestampMs,
      recorderTimestampMs: timestampMs,
      sequence: index,
      ...size,
      detections: [{ score: 0.8, box: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 } }],
      timings: { decodeMs: 0, queueMs: 0, detectMs: 0, totalMs: 0 },
    };
    const told = faces.follow(message, frame);
    return { faceId: told.message.detections[0]?.faceId, events: told.events };
  });
}

test('a face is numbered, and told of once', () => {
  const told = follow([office, office, office, office]);
  expect(told.map(({ faceId }) => faceId)).toEqual([undefined, undefined, 1, 1]);
  expect(told.flatMap(({ events }) => events)).toMatchObject([{ type: 'face-appeared', faceId: 1, timestampMs: 0 }]);
});

test('after a cut to another picture the face at the same place is another one, and the first leaves', () => {
  const told = follow([office, office, office, ...Array.from({ length: 18 }, () => beach)]);
  expect(told.map(({ faceId }) => faceId).slice(2, 7)).toEqual([1, undefined, undefined, 2, 2]);
  expect(told.flatMap(({ events }) => events)).toMatchObject([
    { type: 'face-appeared', faceId: 1 },
    { type: 'face-appeared', faceId: 2, timestampMs: 300 },
    { type: 'face-left', faceId: 1, lastSeenMs: 200 },
  ]);
});
