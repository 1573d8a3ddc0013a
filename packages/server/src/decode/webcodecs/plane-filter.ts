/** One plane of a picture: rows of octets, each `stride` octets behind the one before. */
export interface Plane {
  readonly octets: Uint8Array;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** For each place of a line the source places that it is made of: `taps` from `starts` on, and their weights. */
interface LineFilter {
  readonly starts: Int32Array;
  readonly weights: Int16Array;
  readonly taps: number;
}

/** Weights are whole numbers that sum up to this. */
const WHOLE = 1 << 14;

/** Between the passes a value has so many more bits than an octet, so that nothing is rounded twice. */
const EXTRA_BITS = 6;
const BETWEEN_SHIFT = 14 - EXTRA_BITS;
const FINAL_SHIFT = 14 + EXTRA_BITS;

/** How far the bicubic kernel reaches, in source places where nothing is scaled down. */
const KERNEL_REACH = 2;

/**
 * Scales a plane with the kernel of ffmpeg's `flags=bicubic`, widened where the picture gets smaller, so that no line of
 * the source is left out.
 */
export function scalePlane(source: Plane, width: number, height: number): Plane {
  const across = lineFilter(source.width, width);
  const down = lineFilter(source.height, height);
  const between = scaleRows(source, across, width);
  return { octets: scaleColumns(between, down, width, height), stride: width, width, height };
}

function scaleRows(source: Plane, filter: LineFilter, width: number): Int16Array {
  const { octets, stride, height } = source;
  const { starts, weights, taps } = filter;
  const between = new Int16Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * stride;
    for (let x = 0; x < width; x += 1) {
      const from = row + (starts[x] ?? 0);
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) sum += (octets[from + tap] ?? 0) * (weights[x * taps + tap] ?? 0);
      between[y * width + x] = sum >> BETWEEN_SHIFT;
    }
  }
  return between;
}

function scaleColumns(between: Int16Array, filter: LineFilter, width: number, height: number): Uint8Array {
  const { starts, weights, taps } = filter;
  const octets = new Uint8ClampedArray(width * height);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y += 1) {
    sums.fill(1 << (FINAL_SHIFT - 1));
    for (let tap = 0; tap < taps; tap += 1) {
      const weight = weights[y * taps + tap] ?? 0;
      const row = ((starts[y] ?? 0) + tap) * width;
      for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (between[row + x] ?? 0) * weight;
    }
    for (let x = 0; x < width; x += 1) octets[y * width + x] = (sums[x] ?? 0) >> FINAL_SHIFT;
  }
  return new Uint8Array(octets.buffer);
}

function lineFilter(sourceLength: number, length: number): LineFilter {
  const ratio = sourceLength / length;
  const widening = Math.max(1, ratio);
  const taps = Math.min(sourceLength, 2 * Math.ceil(KERNEL_REACH * widening));
  const starts = new Int32Array(length);
  const weights = new Int16Array(length * taps);
  for (let at = 0; at < length; at += 1) {
    const center = (at + 0.5) * ratio - 0.5;
    const first = Math.ceil(center - KERNEL_REACH * widening);
    const start = Math.min(Math.max(first, 0), sourceLength - taps);
    starts[at] = start;
    weights.set(weightsAround(center, widening, { first, start, taps, sourceLength }), at * taps);
  }
  return { starts, weights, taps };
}

interface Window {
  /** The leftmost place within the kernel's reach; it may lie outside the line. */
  readonly first: number;
  /** Where the window of `taps` places begins, within the line. */
  readonly start: number;
  readonly taps: number;
  readonly sourceLength: number;
}

/** What lies outside the line counts as the place at its edge. */
function weightsAround(center: number, widening: number, { first, start, taps, sourceLength }: Window): Int16Array {
  const exact = new Float64Array(taps);
  const last = Math.floor(center + KERNEL_REACH * widening);
  for (let place = first; place <= last; place += 1) {
    const within = Math.min(Math.max(place, 0), sourceLength - 1);
    const tap = Math.min(Math.max(within - start, 0), taps - 1);
    exact[tap] = (exact[tap] ?? 0) + bicubic((place - center) / widening);
  }
  return inWhole(exact);
}

/** Rounds so that the sum is exact: an even picture stays even. */
function inWhole(exact: Float64Array): Int16Array {
  const sum = exact.reduce((total, weight) => total + weight, 0);
  const rounded = Int16Array.from(exact, (weight) => Math.round((weight / sum) * WHOLE));
  const missing = WHOLE - rounded.reduce((total, weight) => total + weight, 0);
  const largest = rounded.indexOf(Math.max(...rounded));
  rounded[largest] = (rounded[largest] ?? 0) + missing;
  return rounded;
}

/** The cubic with B = 0 and C = 0.6, ffmpeg's own choice. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.4 * x ** 3 - 2.4 * x ** 2 + 1;
  if (x < 2) return -0.6 * x ** 3 + 3 * x ** 2 - 4.8 * x + 2.4;
  return 0;
}
