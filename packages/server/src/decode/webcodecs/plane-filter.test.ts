import { type Plane, scalePlane } from './plane-filter.js';

function plane(width: number, height: number, value: (x: number, y: number) => number, padding = 0): Plane {
  const stride = width + padding;
  const octets = new Uint8Array(stride * height).fill(255);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) octets[y * stride + x] = value(x, y);
  return { octets, stride, width, height };
}

test.each([0, 1, 127, 255])('an even plane of %p stays even, larger or smaller', (value) => {
  const source = plane(10, 8, () => value);
  for (const [width, height] of [
    [3, 5],
    [10, 8],
    [25, 17],
    [1, 1],
  ] as const)
    expect(new Set(scalePlane(source, width, height).octets)).toEqual(new Set([value]));
});

test('a plane of the size wanted stays as it is, without the padding of its rows', () => {
  const values = (x: number, y: number): number => (x * 37 + y * 101) % 256;
  expect(scalePlane(plane(9, 7, values, 5), 9, 7).octets).toEqual(plane(9, 7, values).octets);
});

test('what is on the left stays on the left, and what is above above', () => {
  const scaled = scalePlane(
    plane(40, 40, (x, y) => x * 2 + y * 4),
    10,
    10,
  );
  // A place of the small plane is the middle of four: 1.5 of the large one.
  expect(Math.abs((scaled.octets[5 * 10 + 3] ?? 0) - (13.5 * 2 + 21.5 * 4))).toBeLessThanOrEqual(1);
});

test('fine stripes become grey and not stripes', () => {
  const scaled = scalePlane(
    plane(64, 4, (x) => (x % 2) * 200),
    8,
    4,
  );
  for (const octet of scaled.octets) expect(Math.abs(octet - 100)).toBeLessThan(15);
});

test('a sharp edge does not wrap around', () => {
  const scaled = scalePlane(
    plane(20, 1, (x) => (x < 10 ? 0 : 255)),
    40,
    1,
  );
  expect(scaled.octets.slice(0, 17).every((octet) => octet < 20)).toBe(true);
  expect(scaled.octets.slice(23).every((octet) => octet > 235)).toBe(true);
});
