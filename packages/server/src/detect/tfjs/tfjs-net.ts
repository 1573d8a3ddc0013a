import { type Convolution, LEAKY_SLOPE, type Layer, type NetPlan, type Padding, type Value } from '../nets/net-plan.js';
import { rowsMadeOf, type SeamView, seamViewsOf, splitAtSeams } from '../nets/seam.js';
import type { Tensor, TensorFlow } from './tensorflow-package.js';

interface Filter {
  readonly filter: Tensor;
  readonly bias: Tensor;
}

/** One net with its weights in the memory of TensorFlow.js. */
export class TfjsNet {
  readonly plan: NetPlan;
  readonly #tf: TensorFlow;
  readonly #filters: ReadonlyMap<number, Filter>;
  /** For each number of channels what `leaky` multiplies with. */
  readonly #slopes = new Map<number, Tensor>();
  /** What the net makes of black at its first seam. */
  #black: Tensor | undefined;

  constructor(tf: TensorFlow, plan: NetPlan) {
    this.#tf = tf;
    this.plan = plan;
    const convolutions = plan.layers.filter((layer) => layer.kind === 'convolution');
    this.#filters = new Map(convolutions.map((layer) => [layer.output.id, filterOf(tf, layer)]));
  }

  /**
   * The net's outputs for one input, as tensors that the caller disposes of. Tensors in between are left to `tidy`.
   *
   * @param input all rows of the net's square, or the upper ones, as many as the first seam needs, where the others are black
   */
  compute(input: Tensor): readonly Tensor[] {
    const { plan } = this;
    const values = new Map<number, Tensor>([[plan.input.id, input]]);
    const [, rows = 0] = input.shape;
    if (rows === plan.input.height) {
      this.#layers(plan.layers, values);
    } else {
      const { view, seam, before, after } = firstSeamOf(plan);
      this.#layers(before, values);
      values.set(seam.id, this.#joinBlack(valueOf(values, seam), rowsMadeOf(view, rows)));
      this.#layers(after, values);
    }
    return plan.outputs.map((output) => valueOf(values, output));
  }

  dispose(): void {
    for (const { filter, bias } of this.#filters.values()) {
      filter.dispose();
      bias.dispose();
    }
    for (const slopes of this.#slopes.values()) slopes.dispose();
    this.#black?.dispose();
  }

  #layers(layers: readonly Layer[], values: Map<number, Tensor>): void {
    const take = (value: Value): Tensor => valueOf(values, value);
    for (const layer of layers) values.set(layer.output.id, this.#layer(layer, take));
  }

  /** Rows from `rows` on are made of padding, for TensorFlow.js computes by its own rule of padding in half the time. */
  #joinBlack(above: Tensor, rows: number): Tensor {
    this.#black ??= this.#tf.keep(this.#blackAtSeam());
    const picture = this.#tf.slice(above, [0, 0, 0, 0], [-1, rows, -1, -1]);
    const black = this.#tf.slice(this.#black, [0, rows, 0, 0], [-1, -1, -1, -1]);
    return this.#tf.concat([picture, black], 1);
  }

  #blackAtSeam(): Tensor {
    const { input, normalisation } = this.plan;
    const { seam, before } = firstSeamOf(this.plan);
    const { offsets } = normalisation;
    const length = input.height * input.width * input.channels;
    const black = Float32Array.from({ length }, (_, index) => offsets[index % offsets.length] ?? 0);
    const values = new Map([[input.id, this.#tf.tensor(black, [1, input.height, input.width, input.channels])]]);
    this.#layers(before, values);
    return valueOf(values, seam);
  }

  #layer(layer: Layer, take: (value: Value) => Tensor): Tensor {
    const tf = this.#tf;
    switch (layer.kind) {
      case 'convolution':
        return this.#convolution(layer, take(layer.input));
      case 'max-pool': {
        // Activated afterwards, for there is less of it.
        const largest = tf.maxPool(take(layer.input), layer.size, layer.stride, padding(layer.padding));
        return layer.activation === 'leaky' ? tf.prelu(largest, this.#slopesOf(layer.output)) : largest;
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
    const weights = this.#filters.get(layer.output.id);
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

  /** `prelu`, for TensorFlow.js takes ten times as long for its `leakyRelu`, which is the same. */
  #slopesOf({ channels }: Value): Tensor {
    const known = this.#slopes.get(channels);
    if (known !== undefined) return known;
    const slopes = this.#tf.keep(this.#tf.tensor(new Float32Array(channels).fill(LEAKY_SLOPE), [channels]));
    this.#slopes.set(channels, slopes);
    return slopes;
  }
}

function valueOf(values: ReadonlyMap<number, Tensor>, { id }: Value): Tensor {
  const value = values.get(id);
  if (value === undefined) throw new Error(`value ${id} of the net is used before it is computed`);
  return value;
}

/** Only the first one is used: to put rows together costs more here than it does with ONNX Runtime. */
function firstSeamOf(plan: NetPlan): {
  readonly view: SeamView;
  readonly seam: Value;
  readonly before: readonly Layer[];
  readonly after: readonly Layer[];
} {
  const { parts, after } = splitAtSeams(plan, 1);
  const [part, view] = [parts[0], seamViewsOf(plan)[0]];
  if (part === undefined || view === undefined) throw new Error('the net has no seam where black could be joined on');
  return { view, seam: part.seam, before: part.layers, after };
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
