import {
  type Convolution,
  type Enlarge,
  LEAKY_SLOPE,
  type Layer,
  type MaxPooling,
  type NetPlan,
  type Normalisation,
  type Value,
  type Windows,
} from '../nets/net-plan.js';
import type { Constant, Operation, Port } from './onnx-file.js';

/** Name of what goes into every graph. */
export const INPUT_NAME = 'input';

/** Red, green and blue. */
export const CHANNELS = 3;

/** Writes the layers of a net as operations of ONNX, and what they need. */
export class GraphWriter {
  readonly operations: Operation[] = [];
  readonly constants: Constant[] = [];
  /** What the values of the plan are called in the graph. The net's input is the graph's unless something is done to it. */
  readonly #names = new Map<number, string>([[0, INPUT_NAME]]);

  layers(layers: readonly Layer[], prefix = 'value'): void {
    for (const layer of layers) {
      const { output } = layer;
      // What goes in still has the name that it was given before.
      this.#layer(layer, `${prefix}-${output.id}`);
      this.#names.set(output.id, `${prefix}-${output.id}`);
    }
  }

  nameOf({ id }: Value): string {
    const name = this.#names.get(id);
    if (name === undefined) throw new Error(`value ${id} of the net is used before it is computed`);
    return name;
  }

  /** The size of the net's input. */
  sizes({ input }: NetPlan): string {
    return this.#integers('whole', [1, CHANNELS, input.height, input.width]);
  }

  /** Pixels by rows to the planes of numbers that the net looks at. */
  scalePixels({ input, normalisation }: NetPlan, sizes: string): void {
    const { scale, offsets } = normalisation;
    this.#add('Transpose', [INPUT_NAME], 'planes', { perm: [2, 0, 1] });
    this.#add('Cast', ['planes'], 'numbers', { to: { integer: 1 } });
    this.#add('Unsqueeze', ['numbers', this.#integers('batch', [0])], 'pixels');
    const attributes = { mode: 'linear', coordinate_transformation_mode: 'asymmetric' };
    this.#add('Resize', ['pixels', '', '', sizes], 'scaled', attributes);
    let name = 'scaled';
    if (scale !== 1) {
      this.#add('Mul', [name, this.#floats('scale', [], Float32Array.of(scale))], 'multiplied');
      name = 'multiplied';
    }
    if (offsets.some((offset) => offset !== 0)) {
      this.#add('Add', [name, this.#offsets(normalisation)], 'normalised');
      name = 'normalised';
    }
    this.#names.set(input.id, name);
  }

  /** A black input, for what comes of it. */
  black(plan: NetPlan): void {
    this.#add('Expand', [this.#offsets(plan.normalisation), this.sizes(plan)], 'black');
    this.#names.set(plan.input.id, 'black');
  }

  /** Joins to the rows that there are of a value so many of those that it lacks, out of another that has all of them. */
  joinBelow(value: Value, whole: string, count: number): void {
    const name = this.nameOf(value);
    const numbered = (word: string): string => `${word}-${value.id}`;
    const [rows, end, below, joined] = [numbered('rows'), numbered('end'), numbered('below'), numbered('joined')];
    this.#add('Shape', [name], rows, { start: { integer: 2 }, end: { integer: 3 } });
    this.#add('Add', [rows, this.#integers(`count-${count}`, [count])], end);
    // An end beyond the last row is the last row.
    this.#add('Slice', [whole, rows, end, this.#integers('vertical', [2])], below);
    this.#add('Concat', [name, below], joined, { axis: { integer: 2 } });
    this.#names.set(value.id, joined);
  }

  /** What comes out has its channels together, as TensorFlow has them. */
  output(value: Value, batch: string | number): Port {
    const name = `output-${value.id}`;
    this.#add('Transpose', [this.nameOf(value)], name, { perm: [0, 2, 3, 1] });
    return { name, elements: 'float32', shape: [batch, value.height, value.width, value.channels] };
  }

  #layer(layer: Layer, name: string): void {
    switch (layer.kind) {
      case 'convolution':
        return this.#convolution(layer, name);
      case 'max-pool':
        return this.#maxPool(layer, name);
      case 'average-pool':
        return this.#add('AveragePool', [this.nameOf(layer.input)], name, windows(layer));
      case 'sum': {
        const [first, second] = layer.inputs;
        return this.#add('Add', [this.nameOf(first), this.nameOf(second)], name);
      }
      case 'relu':
        return this.#add('Relu', [this.nameOf(layer.input)], name);
      case 'enlarge':
        return this.#enlarge(layer, name);
      default:
        return layer satisfies never;
    }
  }

  #convolution(layer: Convolution, name: string): void {
    const { input, output, size, isDepthwise, activation } = layer;
    const filters = this.#floats(
      `filters-${output.id}`,
      [output.channels, isDepthwise ? 1 : input.channels, size, size],
      byChannelOut(layer),
    );
    const biases = this.#floats(`biases-${output.id}`, [output.channels], layer.biases);
    const linear = activation === 'none' ? name : `${name}-linear`;
    this.#add('Conv', [this.nameOf(input), filters, biases], linear, {
      ...windows(layer),
      group: { integer: isDepthwise ? input.channels : 1 },
    });
    if (activation === 'relu') this.#add('Relu', [linear], name);
    if (activation === 'relu6') {
      const limits = [this.#floats('zero', [], Float32Array.of(0)), this.#floats('six', [], Float32Array.of(6))];
      this.#add('Clip', [linear, ...limits], name);
    }
  }

  /**
   * What is picked is activated, for before there is four times as much of it. Not by itself: ONNX Runtime would leave the order
   * of numbers that its convolutions like, and go back to it. As part of a convolution it does not, though that multiply by one.
   */
  #maxPool(layer: MaxPooling, name: string): void {
    const { input, output, activation } = layer;
    if (activation === 'none') return this.#add('MaxPool', [this.nameOf(input)], name, windows(layer));
    this.#add('MaxPool', [this.nameOf(input)], `${name}-largest`, windows(layer));
    const group = { integer: output.channels };
    this.#add('Conv', [`${name}-largest`, this.#ones(output)], `${name}-same`, { group });
    this.#add('LeakyRelu', [`${name}-same`], name, { alpha: LEAKY_SLOPE });
  }

  /** As a convolution, for ONNX Runtime makes one of it and of what is added to it and comes after. */
  #enlarge({ input, output }: Enlarge, name: string): void {
    const isDeeper = output.channels > input.channels;
    const filters = isDeeper ? this.#addedChannels(input, output) : this.#ones(input);
    this.#add('Conv', [this.nameOf(input), filters], name, {
      group: { integer: isDeeper ? 1 : input.channels },
      pads: [0, 0, output.height - input.height, output.width - input.width],
    });
  }

  /** Filters that leave the channels as they are, and put channels of zeros behind them. */
  #addedChannels(input: Value, output: Value): string {
    const same = new Float32Array(output.channels * input.channels);
    for (let channel = 0; channel < input.channels; channel += 1) same[channel * (input.channels + 1)] = 1;
    return this.#floats(`same-${output.id}`, [output.channels, input.channels, 1, 1], same);
  }

  /** Filters that leave each channel as it is. */
  #ones({ channels }: Value): string {
    return this.#floats(`ones-${channels}`, [channels, 1, 1, 1], new Float32Array(channels).fill(1));
  }

  #offsets({ offsets }: Normalisation): string {
    return this.#floats('offsets', [1, CHANNELS, 1, 1], Float32Array.from(offsets));
  }

  #add(type: string, inputs: readonly string[], output: string, attributes: Operation['attributes'] = {}): void {
    this.operations.push({ type, inputs, output, attributes });
  }

  #floats(name: string, shape: readonly number[], numbers: Float32Array): string {
    return this.#constant({ name, shape, numbers });
  }

  #integers(name: string, numbers: readonly number[]): string {
    return this.#constant({ name, shape: [numbers.length], numbers: BigInt64Array.from(numbers, BigInt) });
  }

  #constant(constant: Constant): string {
    if (this.constants.every(({ name }) => name !== constant.name)) this.constants.push(constant);
    return constant.name;
  }
}

/** From row, column, channel in, channel out to channel out, channel in, row, column. */
function byChannelOut({ filters, size, input, output, isDepthwise }: Convolution): Float32Array {
  const places = size * size;
  const channelsIn = isDepthwise ? 1 : input.channels;
  const turned = new Float32Array(filters.length);
  for (let place = 0; place < places; place += 1) {
    for (let channelIn = 0; channelIn < channelsIn; channelIn += 1) {
      const from = (place * channelsIn + channelIn) * output.channels;
      for (let channelOut = 0; channelOut < output.channels; channelOut += 1) {
        turned[(channelOut * channelsIn + channelIn) * places + place] = filters[from + channelOut] ?? 0;
      }
    }
  }
  return turned;
}

/** The attributes of what moves over a value. */
function windows({ size, stride, padding }: Windows): Readonly<Record<string, readonly number[]>> {
  const { top, left, bottom, right } = padding;
  return { kernel_shape: [size, size], strides: [stride, stride], pads: [top, left, bottom, right] };
}
