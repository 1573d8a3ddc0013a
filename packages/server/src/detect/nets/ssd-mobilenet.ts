import type { FaceWeights } from './face-weights.js';
import { foldInput, foldScale } from './fold.js';
import { type FilterWeights, NetBuilder } from './net-builder.js';
import type { NetPlan, Value } from './net-plan.js';

/** Side of the square that the net looks at. */
export const SSD_SIDE = 512;

/** Octets become `octet * SCALE - 1`. */
const SCALE = 1 / 127.5;
const EPSILON = 0.0010000000474974513;
/**
 * From one to the next, more and more rows see the picture: the further apart, the more of the square has to be computed; the more
 * of them, the more often rows are copied.
 */
const SEAMS_AFTER = new Set([4, 6, 8, 10]);
const HALVING = new Set([2, 4, 6, 12]);

/** Classes that the net tells apart in each box; only that of faces is looked at. */
const CLASSES = 3;
const FACE_CLASS = 1;
/** Numbers that a box is made of. */
export const BOX_NUMBERS = 4;

/**
 * face-api's SSD MobileNet v1. Gives six grids from fine to coarse: for each cell its boxes, four numbers each, and then
 * how sure it is of a face in each of them. The scores of other classes are not computed.
 */
export function planSsdMobilenet(weights: FaceWeights): NetPlan {
  const net = new NetBuilder(SSD_SIDE);
  const pointwise = (input: Value, name: string, size: number, stride: number): Value => {
    const filters = weights.get(`${name}_pointwise/weights`);
    const biases = weights.get(`${name}_pointwise/convolution_bn_offset`);
    return net.convolution(input, { filters, biases }, { size, stride }, 'relu6');
  };
  const firstName = 'MobilenetV1/Conv2d_0';
  const first = {
    filters: weights.get(`${firstName}_pointwise/weights`),
    biases: weights.get(`${firstName}_pointwise/convolution_bn_offset`),
  };
  // Only the scale: what is padded with zeros here is the normalised picture.
  let value = net.convolution(net.input, foldInput(first, SCALE, [0, 0, 0]), { size: 3, stride: 2 }, 'relu6');
  const features: Value[] = [];
  const seams: Value[] = [];
  for (let number = 1; number <= 13; number += 1) {
    const { filters, biases } = depthwiseWeights(weights, `MobilenetV1/Conv2d_${number}_depthwise`);
    const movement = { size: 3, stride: HALVING.has(number) ? 2 : 1 };
    value = net.depthwise(value, filters, movement, { biases, activation: 'relu6' });
    value = pointwise(value, `MobilenetV1/Conv2d_${number}`, 1, 1);
    if (SEAMS_AFTER.has(number)) seams.push(value);
    if (number === 11 || number === 13) features.push(value);
  }
  for (let number = 0; number < 8; number += 2) {
    value = pointwise(value, `Prediction/Conv2d_${number}`, 1, 1);
    value = pointwise(value, `Prediction/Conv2d_${number + 1}`, 3, 2);
    features.push(value);
  }
  const outputs = features.map((feature, index) => {
    const predictor = facePredictor(weights, `Prediction/BoxPredictor_${index}`, feature.channels);
    return net.convolution(feature, predictor, { size: 1 });
  });
  const offset = -1 / SCALE;
  return net.plan({ scale: 1, offsets: [offset, offset, offset] }, outputs, seams);
}

/**
 * The two predictors of one grid in one convolution: ONNX Runtime computes channels in blocks of 16, and the boxes and scores
 * of a cell are 15 or 30.
 */
function facePredictor(weights: FaceWeights, name: string, channels: number): FilterWeights {
  const boxes = weightsOf(weights, `${name}/BoxEncodingPredictor`);
  const classes = weightsOf(weights, `${name}/ClassPredictor`);
  const ofFaces = (numbers: Float32Array): Float32Array => numbers.filter((_, index) => index % CLASSES === FACE_CLASS);
  const [each, count] = [boxes.biases.length, boxes.biases.length / BOX_NUMBERS];
  const faces = ofFaces(classes.filters);
  const filters = new Float32Array(channels * (each + count));
  for (let channel = 0; channel < channels; channel += 1) {
    filters.set(boxes.filters.subarray(channel * each, (channel + 1) * each), channel * (each + count));
    filters.set(faces.subarray(channel * count, (channel + 1) * count), channel * (each + count) + each);
  }
  return { filters, biases: Float32Array.from([...boxes.biases, ...ofFaces(classes.biases)]) };
}

function weightsOf(weights: FaceWeights, name: string): FilterWeights {
  return { filters: weights.get(`${name}/weights`), biases: weights.get(`${name}/biases`) };
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
