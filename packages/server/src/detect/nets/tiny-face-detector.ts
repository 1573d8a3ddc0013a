import type { FaceWeights } from './face-weights.js';
import { foldInput } from './fold.js';
import { NetBuilder } from './net-builder.js';
import type { NetPlan } from './net-plan.js';

/** Later, more of the square would have to be computed above; earlier, more of it below. */
const SEAM_AFTER = 2;
const MEANS = [-117.001, -114.697, -97.404] as const;

/**
 * face-api's TinyFaceDetector: a small YOLO v2 with separable convolutions. Gives a grid of cells of 32 pixels, five boxes
 * with five numbers each in every cell.
 */
export function planTinyFaceDetector(weights: FaceWeights, side: number): NetPlan {
  const net = new NetBuilder(side);
  const first = { filters: weights.get('conv0/filters'), biases: weights.get('conv0/bias') };
  let value = net.convolution(net.input, foldInput(first, 1 / 255, MEANS), { size: 3, padding: 'valid' });
  value = net.maxPool(value, { size: 2, stride: 2 }, 'leaky');
  let seam = value;
  for (const number of [1, 2, 3, 4, 5]) {
    const filters = weights.get(`conv${number}/pointwise_filter`);
    const biases = weights.get(`conv${number}/bias`);
    value = net.depthwise(value, weights.get(`conv${number}/depthwise_filter`), { size: 3 });
    value = net.convolution(value, { filters, biases }, { size: 1 });
    value = net.maxPool(value, { size: 2, stride: number === 5 ? 1 : 2 }, 'leaky');
    if (number === SEAM_AFTER) seam = value;
  }
  const last = { filters: weights.get('conv8/filters'), biases: weights.get('conv8/bias') };
  return net.plan({ scale: 1, offsets: [0, 0, 0] }, [net.convolution(value, last, { size: 1 })], [seam]);
}
