import type { Activation, AveragePooling, Layer, NetPlan, Normalisation, Padding, Shape, Value } from './net-plan.js';

/** Numbers of a convolution as the weights have them; {@link NetBuilder} adds what follows from the shapes. */
export interface FilterWeights {
  readonly filters: Float32Array;
  readonly biases: Float32Array;
}

/** How a filter moves over a picture: `same` is padded so that every pixel is a centre, `valid` is not padded. */
export interface Movement {
  readonly size: number;
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
}

/** Writes a net down layer by layer, and keeps account of the shapes. */
export class NetBuilder {
  readonly input: Value;
  readonly #layers: Layer[] = [];
  #values = 1;

  /** @param side of the square of RGB that goes in */
  constructor(side: number) {
    this.input = { id: 0, height: side, width: side, channels: 3 };
  }

  convolution(
    input: Value,
    { filters, biases }: FilterWeights,
    movement: Movement,
    activation: Activation = 'none',
  ): Value {
    return this.#filter(input, { filters, biases }, movement, { activation, isDepthwise: false });
  }

  /** A convolution of each channel by itself, without biases unless they are given. */
  depthwise(
    input: Value,
    filters: Float32Array,
    movement: Movement,
    after: { readonly biases?: Float32Array; readonly activation?: Activation } = {},
  ): Value {
    const { biases = new Float32Array(input.channels), activation = 'none' } = after;
    return this.#filter(input, { filters, biases }, movement, { activation, isDepthwise: true });
  }

  maxPool(input: Value, movement: Movement, activation: 'none' | 'leaky' = 'none'): Value {
    const windows = this.#windows(input, movement);
    this.#layers.push({ kind: 'max-pool', ...windows, activation });
    return windows.output;
  }

  averagePool(input: Value, movement: Movement): Value {
    const windows = this.#windows(input, { padding: 'valid', ...movement });
    this.#layers.push({ kind: 'average-pool', ...windows });
    return windows.output;
  }

  sum(first: Value, second: Value): Value {
    const output = this.#value(first);
    this.#layers.push({ kind: 'sum', inputs: [first, second], output });
    return output;
  }

  relu(input: Value): Value {
    const output = this.#value(input);
    this.#layers.push({ kind: 'relu', input, output });
    return output;
  }

  /** Enlarges to a shape with zeros. The value itself where it has that shape already. */
  enlarge(input: Value, { height, width, channels }: Shape): Value {
    if (input.height === height && input.width === width && input.channels === channels) return input;
    const output = this.#value({ height, width, channels });
    this.#layers.push({ kind: 'enlarge', input, output });
    return output;
  }

  plan(normalisation: Normalisation, outputs: readonly Value[], seams: readonly Value[] = []): NetPlan {
    return { input: this.input, normalisation, layers: this.#layers, outputs, seams };
  }

  #filter(
    input: Value,
    { filters, biases }: FilterWeights,
    movement: Movement,
    { activation, isDepthwise }: { readonly activation: Activation; readonly isDepthwise: boolean },
  ): Value {
    const { size, stride = 1 } = movement;
    const padding = paddingFor(input, movement);
    const output = this.#value({ ...shapeAfter(input, movement, padding), channels: biases.length });
    const expected = size * size * output.channels * (isDepthwise ? 1 : input.channels);
    if (filters.length !== expected) throw new Error(`a filter has ${filters.length} numbers, not ${expected}`);
    const convolution = { kind: 'convolution', input, output, size, stride, padding } as const;
    this.#layers.push({ ...convolution, isDepthwise, filters, biases, activation });
    return output;
  }

  #windows(input: Value, movement: Movement): Omit<AveragePooling, 'kind'> {
    const { size, stride = 1 } = movement;
    const padding = paddingFor(input, movement);
    const output = this.#value({ ...shapeAfter(input, movement, padding), channels: input.channels });
    return { input, output, size, stride, padding };
  }

  #value({ height, width, channels }: Shape): Value {
    const id = this.#values;
    this.#values += 1;
    return { id, height, width, channels };
  }
}

/** TensorFlow's rule for `same`: what cannot be shared evenly goes to the bottom and to the right. */
function paddingFor({ height, width }: Shape, { size, stride = 1, padding = 'same' }: Movement): Padding {
  if (padding === 'valid') return { top: 0, left: 0, bottom: 0, right: 0 };
  const missing = (length: number): number => Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  const [rows, columns] = [missing(height), missing(width)];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return { top, left, bottom: rows - top, right: columns - left };
}

function shapeAfter(input: Shape, { size, stride = 1 }: Movement, padding: Padding): Omit<Shape, 'channels'> {
  const steps = (length: number): number => Math.floor((length - size) / stride) + 1;
  return {
    height: steps(input.height + padding.top + padding.bottom),
    width: steps(input.width + padding.left + padding.right),
  };
}
