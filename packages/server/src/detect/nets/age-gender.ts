import type { FaceWeights } from './face-weights.js';
import { NetBuilder } from './net-builder.js';
import type { NetPlan, Value } from './net-plan.js';
import { connected, FACE_NORMALISATION, FACE_SIDE, separableConvolution } from './separable.js';

/** face-api's AgeGenderNet, a small Xception: gives the age in years, and two numbers for male and female. */
export function planAgeGender(weights: FaceWeights): NetPlan {
  const net = new NetBuilder(FACE_SIDE);
  const entry = 'entry_flow';
  const first = { filters: weights.get(`${entry}/conv_in/filters`), biases: weights.get(`${entry}/conv_in/bias`) };
  let value = net.convolution(net.input, first, { size: 3, stride: 2 }, 'relu');
  value = reductionBlock(net, weights, `${entry}/reduction_block_0`, { value, seen: value });
  value = reductionBlock(net, weights, `${entry}/reduction_block_1`, { value, seen: net.relu(value) });
  for (const number of [0, 1]) value = mainBlock(net, weights, `middle_flow/main_block_${number}`, value);
  value = reductionBlock(net, weights, 'exit_flow/reduction_block', { value, seen: net.relu(value) });
  value = separableConvolution(net, weights, 'exit_flow/separable_conv', value, { activation: 'relu' });
  const pooled = net.averagePool(value, { size: value.height, stride: 2 });
  const outputs = ['fc/age', 'fc/gender'].map((name) => connected(net, weights, name, pooled));
  return net.plan(FACE_NORMALISATION, outputs);
}

/** Halves the picture. `seen` is what the convolutions look at, `value` what goes past them. */
function reductionBlock(
  net: NetBuilder,
  weights: FaceWeights,
  name: string,
  { value, seen }: { readonly value: Value; readonly seen: Value },
): Value {
  const first = separableConvolution(net, weights, `${name}/separable_conv0`, seen, { activation: 'relu' });
  const second = separableConvolution(net, weights, `${name}/separable_conv1`, first);
  const expansion = {
    filters: weights.get(`${name}/expansion_conv/filters`),
    biases: weights.get(`${name}/expansion_conv/bias`),
  };
  const past = net.convolution(value, expansion, { size: 1, stride: 2 });
  return net.sum(net.maxPool(second, { size: 3, stride: 2 }), past);
}

function mainBlock(net: NetBuilder, weights: FaceWeights, name: string, value: Value): Value {
  const first = separableConvolution(net, weights, `${name}/separable_conv0`, net.relu(value), {
    activation: 'relu',
  });
  const second = separableConvolution(net, weights, `${name}/separable_conv1`, first, { activation: 'relu' });
  return net.sum(separableConvolution(net, weights, `${name}/separable_conv2`, second), value);
}
