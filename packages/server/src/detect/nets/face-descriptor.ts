import type { FaceWeights } from './face-weights.js';
import { foldScale } from './fold.js';
import { type FilterWeights, NetBuilder } from './net-builder.js';
import type { NetPlan, Value } from './net-plan.js';
import { FACE_NORMALISATION } from './separable.js';

/** Side of the square that the net looks at. */
export const DESCRIPTOR_SIDE = 150;

/** Numbers of a descriptor. */
export const DESCRIPTOR_LENGTH = 128;

/** The residual blocks in their order; those that end in `down` halve the picture. */
const BLOCKS = [
  ...['conv32_1', 'conv32_2', 'conv32_3', 'conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2', 'conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/** face-api's FaceRecognitionNet, a ResNet: gives 128 numbers that tell one person from another. */
export function planFaceDescriptor(weights: FaceWeights): NetPlan {
  const net = new NetBuilder(DESCRIPTOR_SIDE);
  const first = scaledWeights(weights, 'conv32_down');
  let value = net.convolution(net.input, first, { size: 7, stride: 2, padding: 'valid' }, 'relu');
  value = net.maxPool(value, { size: 3, stride: 2, padding: 'valid' });
  for (const name of BLOCKS) value = residualBlock(net, weights, name, value);
  const pooled = net.averagePool(value, { size: value.height });
  const last = { filters: weights.get('fc'), biases: new Float32Array(DESCRIPTOR_LENGTH) };
  return net.plan(FACE_NORMALISATION, [net.convolution(pooled, last, { size: 1 })]);
}

function residualBlock(net: NetBuilder, weights: FaceWeights, name: string, input: Value): Value {
  const isDown = name.includes('down');
  const movement = isDown ? ({ size: 3, stride: 2, padding: 'valid' } as const) : { size: 3 };
  const first = net.convolution(input, scaledWeights(weights, `${name}/conv1`), movement, 'relu');
  const second = net.convolution(first, scaledWeights(weights, `${name}/conv2`), { size: 3 });
  if (!isDown) return net.relu(net.sum(second, input));
  const past = net.averagePool(input, { size: 2, stride: 2 });
  const shape = { height: past.height, width: past.width, channels: second.channels };
  return net.relu(net.sum(net.enlarge(past, shape), net.enlarge(second, shape)));
}

/** A convolution with the scale behind it. */
function scaledWeights(weights: FaceWeights, name: string): FilterWeights {
  const convolution = { filters: weights.get(`${name}/conv/filters`), biases: weights.get(`${name}/conv/bias`) };
  return foldScale(convolution, weights.get(`${name}/scale/weights`), weights.get(`${name}/scale/biases`));
}
