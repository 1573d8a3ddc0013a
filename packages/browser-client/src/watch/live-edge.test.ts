import { edgeStep, firstPlace } from './live-edge.js';

const place = { currentTime: 9, stands: false, ranges: [{ start: 0, end: 10 }], targetDelay: 1 };

test('a picture begins near the newest, or at the first there is', () => {
  expect(firstPlace([{ start: 0, end: 10 }], 1)).toBe(9);
  expect(firstPlace([{ start: 9.6, end: 10 }], 1)).toBe(9.6);
  expect(firstPlace([], 1)).toBeUndefined();
});

test.each([
  ['where it should be, goes on', {}, { kind: 'go-on', playbackRate: 1 }],
  ['a little behind, hurries', { currentTime: 8 }, { kind: 'go-on', playbackRate: 1.07 }],
  ['far behind, jumps', { currentTime: 2 }, { kind: 'jump', to: 9 }],
  ['before all there is, jumps', { currentTime: 0, ranges: [{ start: 5, end: 6 }] }, { kind: 'jump', to: 5 }],
  [
    'standing at a hole, jumps behind it',
    { currentTime: 7.9, stands: true, ranges: [place.ranges[0], { start: 12, end: 12.2 }] },
    { kind: 'jump', to: 12 },
  ],
  ['standing at the very newest, waits', { currentTime: 10, stands: true }, { kind: 'go-on', playbackRate: 1 }],
  ['with nothing buffered, waits', { ranges: [] }, { kind: 'go-on', playbackRate: 1 }],
])('a picture that is %s', (_, change, step) => {
  const ranges = 'ranges' in change ? change.ranges.flatMap((range) => range ?? []) : place.ranges;
  expect(edgeStep({ ...place, ...change, ranges })).toEqual(step);
});
