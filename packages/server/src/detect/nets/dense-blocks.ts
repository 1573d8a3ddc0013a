import type { FaceWeights } from './face-weights.js';
import { NetBuilder } from './net-builder.js';
import type { NetPlan, Value } from './net-plan.js';
import { connected, FACE_NORMALISATION, FACE_SIDE, separableConvolution } from './separable.js';

/** How many dense blocks a net has, and how many convolutions each of them. */
interface DenseNet {
  readonly blocks: number;
  readonly convolutions: number;
}

/** face-api's FaceLandmark68Net and FaceExpressionNet: 136 numbers, or 7. */
export function planDenseNet(weights: FaceWeights): NetPlan {
  return planDenseBlocks(weights, { blocks: 4, convolutions: 4 });
}

/** face-api's FaceLandmark68TinyNet: 136 numbers. */
export function planTinyDenseNet(weights: FaceWeights): NetPlan {
  return planDenseBlocks(weights, { blocks: 3, convolutions: 3 });
}

function planDenseBlocks(weights: FaceWeights, { blocks, convolutions }: DenseNet): NetPlan {
  const net = new NetBuilder(FACE_SIDE);
  const first = { filters: weights.get('dense0/conv0/filters'), biases: weights.get('dense0/conv0/bias') };
  let value = net.convolution(net.input, first, { size: 3, stride: 2 }, 'relu');
  for (let block = 0; block < blocks; block += 1) {
    const name = `dense${block}`;
    if (block > 0) {
      value = separableConvolution(net, weights, `${name}/conv0`, value, { stride: 2, activation: 'relu' });
    }
    value = denseBlock(net, weights, name, value, convolutions);
  }
  const pooled = net.averagePool(value, { size: value.height, stride: 2 });
  return net.plan(FACE_NORMALISATION, [connected(net, weights, 'fc', pooled)]);
}

/**
 * Each convolution looks at the sum of what those before it gave. One of them, in the tiny net, has learnt nothing but biases: all its
 * other weights are zeros. They come to the sum with those of the convolution before it.
 */
function denseBlock(net: NetBuilder, weights: FaceWeights, name: string, first: Value, convolutions: number): Value {
  let sum = first;
  let seen = first;
  for (let number = 1; number < convolutions; number += 1) {
    const [own, next] = [`${name}/conv${number}`, `${name}/conv${number + 1}`];
    const isNextDead = number + 1 < convolutions && isDead(weights, next);
    const addedBiases = isNextDead ? weights.get(`${next}/bias`) : undefined;
    sum = net.sum(sum, separableConvolution(net, weights, own, seen, { addedBiases }));
    seen = net.relu(sum);
    if (isNextDead) number += 1;
  }
  return seen;
}

function isDead(weights: FaceWeights, name: string): boolean {
  return weights.get(`${name}/depthwise_filter`).every((weight) => weight === 0);
}
