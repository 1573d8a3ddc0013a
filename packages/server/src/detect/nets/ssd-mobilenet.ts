import type { FaceWeights } from './face-weights.js';
import { foldScale } from './fold.js';
import { type FilterWeights, NetBuilder } from './net-builder.js';
import type { NetPlan, Value } from './net-plan.js';

/** Side of the square that the net looks at. */
export const SSD_SIDE = 512;

const EPSILON = 0.0010000000474974513;
/** Later, more of the square would have to be computed above; earlier, more of it below. */
const SEAM_AFTER = 5;
const HALVING = new Set([2, 4, 6, 12]);

/**
 * face-api's SSD MobileNet v1. Gives, for six grids from fine to coarse, the boxes as four numbers each and then, for the
 * same six grids, three scores for each box.
 */
export function planSsdMobilenet(weights: FaceWeights): NetPlan {
  const net = new NetBuilder(SSD_SIDE);
  const pointwise = (input: Value, name: string, size: number, stride: number): Value => {
    const filters = weights.get(`${name}_pointwise/weights`);
    const biases = weights.get(`${name}_pointwise/convolution_bn_offset`);
    return net.convolution(input, { filters, biases }, { size, stride }, 'relu6');
  };
  let value = pointwise(net.input, 'MobilenetV1/Conv2d_0', 3, 2);
  const features: Value[] = [];
  let seam = value;
  for (let number = 1; number <= 13; number += 1) {
    const { filters, biases } = depthwiseWeights(weights, `MobilenetV1/Conv2d_${number}_depthwise`);
    const movement = { size: 3, stride: HALVING.has(number) ? 2 : 1 };
    value = net.depthwise(value, filters, movement, { biases, activation: 'relu6' });
    value = pointwise(value, `MobilenetV1/Conv2d_${number}`, 1, 1);
    if (number === SEAM_AFTER) seam = value;
    if (number === 11 || number === 13) features.push(value);
  }
  for (let number = 0; number < 8; number += 2) {
    value = pointwise(value, `Prediction/Conv2d_${number}`, 1, 1);
    value = pointwise(value, `Prediction/Conv2d_${number + 1}`, 3, 2);
    features.push(value);
  }
  const predictors = (kind: string): Value[] =>
    features.map((feature, index) => {
      const name = `Prediction/BoxPredictor_${index}/${kind}`;
      const predictor = { filters: weights.get(`${name}/weights`), biases: weights.get(`${name}/biases`) };
      return net.convolution(feature, predictor, { size: 1 });
    });
  const outputs = [...predictors('BoxEncodingPredictor'), ...predictors('ClassPredictor')];
  return net.plan({ scale: 1 / 127.5, offsets: [-1, -1, -1] }, outputs, seam);
}

/** A depthwise convolution with the batch normalisation behind it. */
function depthwiseWeights(weights: FaceWeights, name: string): FilterWeights {
  const normalisation = (part: string): Float32Array => weights.get(`${name}/BatchNorm/${part}`);
  const [mean, variance] = [normalisation('moving_mean'), normalisation('moving_variance')];
  const scales = normalisation('gamma').map((value, channel) => value / Math.sqrt((variance[channel] ?? 0) + EPSILON));
  const offsets = normalisation('beta').map((value, channel) => value - (mean[channel] ?? 0) * (scales[channel] ?? 0));
  const biases = new Float32Array(scales.length);
  return foldScale({ filters: weights.get(`${name}/depthwise_weights`), biases }, scales, offsets);
}
