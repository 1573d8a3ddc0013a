import { type FaceNet, SSD_MOBILENET, tinyFaceDetector } from './face-net.js';
import { FaceWeights, readWeightFiles } from './face-weights.js';
import { rowsToLookAt, seamViewOf } from './seam.js';

test.each([...([224, 320, 416, 512, 608] as const).map((side) => tinyFaceDetector(side)), SSD_MOBILENET])(
  'what $name says that its seam sees is what its layers come to',
  ({ model, plan, seam }: FaceNet) => {
    expect(seam).toEqual(seamViewOf(plan(new FaceWeights(readWeightFiles(model)))));
  },
);

test.each([
  { title: 'the first row of the seam is there for the first of the picture', pictureRows: 1, rows: 3 },
  { title: 'it is enough for those that the next row of the seam does not see', pictureRows: 3, rows: 3 },
  { title: 'the next one is there from the first that it sees', pictureRows: 4, rows: 7 },
])('$title', ({ pictureRows, rows }) => {
  expect(rowsToLookAt({ step: 4, above: 1, below: 2 }, pictureRows)).toBe(rows);
});
