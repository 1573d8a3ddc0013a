import { type Convolution, LEAKY_SLOPE, type Layer, type NetPlan, type Padding, type Value } from '../nets/net-plan.js';
import type { Tensor, TensorFlow } from './tensorflow-package.js';

interface Filter {
  readonly filter: Tensor;
  readonly bias: Tensor;
}

/** One net with its weights in the memory of TensorFlow.js. */
export class TfjsNet {
  readonly plan: NetPlan;
  readonly #tf: TensorFlow;
  readonly #filters: ReadonlyMap<Convolution, Filter>;

  constructor(tf: TensorFlow, plan: NetPlan) {
    this.#tf = tf;
    this.plan = plan;
    const convolutions = plan.layers.filter((layer) => layer.kind === 'convolution');
    this.#filters = new Map(convolutions.map((layer) => [layer, filterOf(tf, layer)]));
  }

  /** The net's outputs for one input, as tensors that the caller disposes of. Tensors in between are left to `tidy`. */
  compute(input: Tensor): readonly Tensor[] {
    const values = new Map<number, Tensor>([[this.plan.input.id, input]]);
    const take = ({ id }: Value): Tensor => {
      const value = values.get(id);
      if (value === undefined) throw new Error(`value ${id} of the net is used before it is computed`);
      return value;
    };
    for (const layer of this.plan.layers) values.set(layer.output.id, this.#layer(layer, take));
    return this.plan.outputs.map(take);
  }

  dispose(): void {
    for (const { filter, bias } of this.#filters.values()) {
      filter.dispose();
      bias.dispose();
    }
  }

  #layer(layer: Layer, take: (value: Value) => Tensor): Tensor {
    const tf = this.#tf;
    switch (layer.kind) {
      case 'convolution':
        return this.#convolution(layer, take(layer.input));
      case 'max-pool': {
        // Activated afterwards, for there is less of it.
        const largest = tf.maxPool(take(layer.input), layer.size, layer.stride, padding(layer.padding));
        return layer.activation === 'leaky' ? tf.leakyRelu(largest, LEAKY_SLOPE) : largest;
      }
      case 'average-pool':
        return tf.avgPool(take(layer.input), layer.size, layer.stride, padding(layer.padding));
      case 'sum':
        return tf.add(take(layer.inputs[0]), take(layer.inputs[1]));
      case 'relu':
        return tf.relu(take(layer.input));
      case 'enlarge':
        return tf.pad(take(layer.input), addedTo(layer.input, layer.output));
      default:
        return layer satisfies never;
    }
  }

  #convolution(layer: Convolution, x: Tensor): Tensor {
    const weights = this.#filters.get(layer);
    if (weights === undefined) throw new Error('the net has no such layer');
    const step = {
      x,
      ...weights,
      strides: [layer.stride, layer.stride],
      pad: padding(layer.padding),
      activation: layer.activation === 'none' ? 'linear' : layer.activation,
    } as const;
    return layer.isDepthwise ? this.#tf.fused.depthwiseConv2d(step) : this.#tf.fused.conv2d(step);
  }
}

function filterOf(tf: TensorFlow, { filters, biases, size, input, output, isDepthwise }: Convolution): Filter {
  const channels = isDepthwise ? [output.channels, 1] : [input.channels, output.channels];
  return { filter: tf.tensor(filters, [size, size, ...channels]), bias: tf.tensor(biases, [output.channels]) };
}

/** The plan's padding comes from TensorFlow's rule, so its two words say all. */
function padding({ top, left, bottom, right }: Padding): 'same' | 'valid' {
  return top + left + bottom + right === 0 ? 'valid' : 'same';
}

function addedTo(input: Value, output: Value): readonly (readonly [number, number])[] {
  return [
    [0, 0],
    [0, output.height - input.height],
    [0, output.width - input.width],
    [0, output.channels - input.channels],
  ];
}
