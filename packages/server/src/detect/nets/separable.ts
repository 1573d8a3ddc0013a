import type { FaceWeights } from './face-weights.js';
import type { NetBuilder } from './net-builder.js';
import type { Normalisation, Value } from './net-plan.js';

/** The square that all nets look at that face-api runs on a face, but the descriptor's. */
export const FACE_SIDE = 112;

/** `(octet - mean) / 255`, with face-api's means. */
export const FACE_NORMALISATION: Normalisation = {
  scale: 1 / 255,
  offsets: [-122.782 / 255, -117.001 / 255, -104.298 / 255],
};

/** What a {@link separableConvolution} has besides its weights. */
interface SeparableOptions {
  readonly stride?: number;
  readonly activation?: 'none' | 'relu';
  /** Numbers that come to the biases, one for each channel out. */
  readonly addedBiases?: Float32Array | undefined;
}

/** A depthwise convolution and one of single pixels behind it: what face-api calls a separable convolution. */
export function separableConvolution(
  net: NetBuilder,
  weights: FaceWeights,
  name: string,
  input: Value,
  { stride = 1, activation = 'none', addedBiases }: SeparableOptions = {},
): Value {
  const filters = weights.get(`${name}/pointwise_filter`);
  const biases = weights.get(`${name}/bias`).map((bias, channel) => bias + (addedBiases?.[channel] ?? 0));
  const filtered = net.depthwise(input, weights.get(`${name}/depthwise_filter`), { size: 3, stride });
  return net.convolution(filtered, { filters, biases }, { size: 1 }, activation);
}

/** A fully connected layer: a convolution, since what goes in is a single pixel. */
export function connected(net: NetBuilder, weights: FaceWeights, name: string, input: Value): Value {
  const layer = { filters: weights.get(`${name}/weights`), biases: weights.get(`${name}/bias`) };
  return net.convolution(input, layer, { size: 1 });
}
