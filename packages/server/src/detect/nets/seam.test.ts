import { type FaceNet, SSD_MOBILENET, tinyFaceDetector } from './face-net.js';
import { FaceWeights, readWeightFiles } from './face-weights.js';
import { blackRowsBelow, rowsMadeOf, rowsThatSee, rowsToLookAt, seamViewsOf, viewBetween } from './seam.js';

test.each([...([224, 320, 416, 512, 608] as const).map((side) => tinyFaceDetector(side)), SSD_MOBILENET])(
  'what $name says that its seams see is what its layers come to',
  ({ model, plan, seams }: FaceNet) => {
    expect(seams).toEqual(seamViewsOf(plan(new FaceWeights(readWeightFiles(model)))));
  },
);

test.each([
  { title: 'the first row of the seam is there for the first of the picture', pictureRows: 1, rows: 3 },
  { title: 'it is enough for those that the next row of the seam does not see', pictureRows: 3, rows: 3 },
  { title: 'the next one is there from the first that it sees', pictureRows: 4, rows: 7 },
])('$title', ({ pictureRows, rows }) => {
  expect(rowsToLookAt({ step: 4, above: 1, below: 2, rows: 10 }, pictureRows)).toBe(rows);
});

test('no more rows of a seam see the picture than it has', () => {
  expect(rowsThatSee({ step: 4, above: 1, below: 2, rows: 10 }, 40)).toBe(10);
});

test.each(SSD_MOBILENET.seams.slice(1).map((seam, index) => ({ index, seam })))(
  'the black that is joined on at seam $index is enough for all rows of the next one that see the picture, and no row more than needed',
  ({ index, seam }) => {
    const before = SSD_MOBILENET.seams[index] ?? seam;
    const spare = Array.from({ length: 380 }, (_, height) => {
      const joined = rowsThatSee(before, height + 1) + blackRowsBelow(before, seam);
      return rowsMadeOf(viewBetween(before, seam), joined) - rowsThatSee(seam, height + 1);
    });
    expect(Math.min(...spare)).toBe(0);
    expect(Math.max(...spare)).toBe(0);
  },
);
