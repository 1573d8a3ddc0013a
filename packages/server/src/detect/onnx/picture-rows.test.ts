import { LANDMARKS_68, SSD_MOBILENET, tinyFaceDetector } from '../nets/face-net.js';
import { pictureRows } from './picture-rows.js';

const SIZES = [160, 176, 320, 352, 416, 426, 480, 512, 640, 720, 848, 854, 960, 1280, 1366, 1920];
const NETS = [SSD_MOBILENET, tinyFaceDetector(224), tinyFaceDetector(416), tinyFaceDetector(608)];

test.each(NETS)('rows of every size of frame are scaled for $name as they are in the whole square', (net) => {
  for (const width of SIZES) {
    for (const height of SIZES) {
      const part = pictureRows(net, { width, height });
      if (part === undefined) continue;
      const frameSide = Math.max(width, height);
      expect(part.rows * net.side).toBe(part.scaledRows * frameSide);
      expect(part.rows).toBeGreaterThan(height);
      expect(part.scaledRows).toBeLessThan(net.side);
    }
  }
});

test.each([
  {
    title: 'half of a wide frame’s square',
    size: { width: 1280, height: 640 },
    part: { rows: 720, scaledRows: 234, seams: 1 },
  },
  {
    title: 'three quarters and a little of a usual one',
    size: { width: 640, height: 480 },
    part: { rows: 520, scaledRows: 338, seams: 1 },
  },
  { title: 'all of a high one', size: { width: 480, height: 640 }, part: undefined },
  { title: 'all of a square', size: { width: 480, height: 480 }, part: undefined },
  { title: 'all of one whose rows divide with a rest', size: { width: 641, height: 360 }, part: undefined },
])('tiny looks at $title', ({ size, part }) => {
  expect(pictureRows(tinyFaceDetector(416), size)).toEqual(part);
});

test.each([
  { title: 'all of its seams under a frame of 16:9', size: { width: 1280, height: 720 }, seams: 4 },
  { title: 'all of them under one of 4:3', size: { width: 640, height: 480 }, seams: 4 },
  { title: 'fewer under one of 5:4, of which more rows see something', size: { width: 640, height: 512 }, seams: 3 },
  { title: 'few under one that is nearly square', size: { width: 640, height: 600 }, seams: 2 },
])('SSD has black joined on at $title', ({ size, seams }) => {
  expect(pictureRows(SSD_MOBILENET, size)?.seams).toBe(seams);
});

test('a net for a face looks at all of it', () => {
  expect(pictureRows(LANDMARKS_68, { width: 640, height: 480 })).toBeUndefined();
});
