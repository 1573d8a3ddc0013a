import type { Frame } from '../../frames/frame.js';
import { makeNetInput, type NetInputOptions } from './net-input.js';

const asItIs = { scale: 1, offsets: [0, 0, 0] } as const;

/** A frame whose red is as given, row by row; green is red and 1, blue red and 2. */
function frameOf(rows: readonly (readonly number[])[]): Frame {
  const size = { width: rows[0]?.length ?? 0, height: rows.length };
  const pixels = Uint8Array.from(rows.flat().flatMap((red) => [red, red + 1, red + 2]));
  return { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels };
}

/** The red of what is made of a whole frame, row by row. */
function red(frame: Frame, options: Partial<NetInputOptions>): readonly number[][] {
  const side = options.side ?? 2;
  const area = { x: 0, y: 0, width: frame.width, height: frame.height };
  const usual = { side, isCentred: false, normalisation: asItIs, layout: 'planar' } as const;
  const numbers = makeNetInput(frame, [area], { ...usual, ...options });
  return Array.from({ length: side }, (_, row) => [...numbers.subarray(row * side, (row + 1) * side)]);
}

test('a square of the right size stays as it is', () => {
  expect(
    red(
      frameOf([
        [10, 20],
        [30, 40],
      ]),
      {},
    ),
  ).toEqual([
    [10, 20],
    [30, 40],
  ]);
});

test('what is larger is read from the top left corner on, without smoothing', () => {
  const rows = [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10, 11, 12],
    [13, 14, 15, 16],
  ];
  expect(red(frameOf(rows), {})).toEqual([
    [1, 3],
    [9, 11],
  ]);
});

test('what is smaller is filled in between, and the last pixel goes on to the edge', () => {
  const side = 4;
  const expected = [
    [0, 20, 40, 40],
    [40, 60, 80, 80],
    [80, 100, 120, 120],
    [80, 100, 120, 120],
  ];
  expect(
    red(
      frameOf([
        [0, 40],
        [80, 120],
      ]),
      { side },
    ),
  ).toEqual(expected);
});

test('what is wider than high gets its black below, or half of it above where it is to be in the middle', () => {
  const wide = frameOf([
    [10, 20, 30, 40],
    [50, 60, 70, 80],
  ]);
  const black = [0, 0, 0, 0];
  const picture = [
    [10, 20, 30, 40],
    [50, 60, 70, 80],
  ];
  expect(red(wide, { side: 4 })).toEqual([...picture, black, black]);
  expect(red(wide, { side: 4, isCentred: true })).toEqual([black, ...picture, black]);
});

test('an odd row of black goes below, as in face-api', () => {
  const rows = [
    [10, 20, 30],
    [40, 50, 60],
  ];
  expect(red(frameOf(rows), { side: 3, isCentred: true })).toEqual([...rows, [0, 0, 0]]);
});

test('a part of a frame is cut out', () => {
  const frame = frameOf([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  const options = { side: 2, isCentred: true, normalisation: asItIs, layout: 'planar' } as const;
  expect([...makeNetInput(frame, [{ x: 1, y: 1, width: 2, height: 2 }], options).subarray(0, 4)]).toEqual([5, 6, 8, 9]);
});

test('rows below can be left out', () => {
  const frame = frameOf([
    [1, 2],
    [3, 4],
  ]);
  const options = { side: 2, rows: 1, isCentred: false, normalisation: asItIs, layout: 'planar' } as const;
  const whole = { x: 0, y: 0, width: 2, height: 2 };
  expect([...makeNetInput(frame, [whole], options)]).toEqual([1, 2, 2, 3, 3, 4]);
});

test('several parts come one behind the other', () => {
  const frame = frameOf([[1, 2, 3]]);
  const options = { side: 1, isCentred: true, normalisation: asItIs, layout: 'planar' } as const;
  const areas = [2, 0].map((x) => ({ x, y: 0, width: 1, height: 1 }));
  expect([...makeNetInput(frame, areas, options)]).toEqual([3, 4, 5, 1, 2, 3]);
});

test('each channel has its own offset, and the numbers of a pixel can come together', () => {
  const options = {
    side: 1,
    isCentred: true,
    normalisation: { scale: 2, offsets: [100, 200, 300] },
    layout: 'interleaved',
  } as const;
  expect([...makeNetInput(frameOf([[10]]), [{ x: 0, y: 0, width: 1, height: 1 }], options)]).toEqual([120, 222, 324]);
});
