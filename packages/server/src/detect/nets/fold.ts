import type { FilterWeights } from './net-builder.js';

/** Folds `convolution * scale + offset`, for each channel out, into the convolution. */
export function foldScale(
  { filters, biases }: FilterWeights,
  scales: Float32Array,
  offsets: Float32Array,
): FilterWeights {
  const channels = biases.length;
  return {
    filters: filters.map((weight, index) => weight * at(scales, index % channels)),
    biases: biases.map((bias, channel) => bias * at(scales, channel) + at(offsets, channel)),
  };
}

/**
 * Folds `(x + offset) * scale` of the input, with an offset for each channel in, into a convolution. Only right where
 * the convolution is not padded: padding would be folded too.
 */
export function foldInput(
  { filters, biases }: FilterWeights,
  scale: number,
  offsets: readonly number[],
): FilterWeights {
  const channels = biases.length;
  const sums = new Float64Array(channels);
  filters.forEach((weight, index) => {
    const offset = offsets[Math.floor(index / channels) % offsets.length] ?? 0;
    sums[index % channels] = (sums[index % channels] ?? 0) + weight * scale * offset;
  });
  return {
    filters: filters.map((weight) => weight * scale),
    biases: biases.map((bias, channel) => bias + (sums[channel] ?? 0)),
  };
}

function at(numbers: Float32Array, index: number): number {
  const value = numbers[index];
  if (value === undefined) throw new Error(`there is no number ${index} in weights of ${numbers.length}`);
  return value;
}
