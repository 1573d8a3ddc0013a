import { type Convolution, LEAKY_SLOPE, type Layer, type NetPlan, type Padding, type Value } from '../nets/net-plan.js';
import type { Constant, Graph, Operation, Port } from './onnx-file.js';

/** Name of the one thing that goes into every graph. */
export const INPUT_NAME = 'input';

const CHANNELS = 3;

/**
 * Writes a net down as an ONNX graph.
 *
 * @param looksAt `face`: the graph takes the net's input as planes of numbers. `frame`: it takes a square of pixels of any
 * side, rows of RGB octets, and scales it itself as face-api would
 */
export function onnxGraph(name: string, plan: NetPlan, looksAt: 'frame' | 'face'): Graph {
  const writer = new GraphWriter();
  const { height, width } = plan.input;
  if (looksAt === 'frame') writer.scalePixels(plan);
  for (const layer of plan.layers) writer.layer(layer);
  const input: Port =
    looksAt === 'frame'
      ? { name: INPUT_NAME, elements: 'uint8', shape: ['side', 'side', CHANNELS] }
      : { name: INPUT_NAME, elements: 'float32', shape: [1, CHANNELS, height, width] };
  const outputs = plan.outputs.map((value) => writer.output(value));
  const { operations, constants } = writer;
  return { name, inputs: [input], outputs, operations, constants };
}

class GraphWriter {
  readonly operations: Operation[] = [];
  readonly constants: Constant[] = [];
  /** The value whose name is the graph's input: where the graph scales pixels, what comes of it has the name. */
  #inputValue = INPUT_NAME;

  /** Pixels by rows to the planes of numbers that the net looks at. */
  scalePixels({ input, normalisation }: NetPlan): void {
    const { scale, offsets } = normalisation;
    this.#add('Transpose', [INPUT_NAME], 'planes', { perm: [2, 0, 1] });
    this.#add('Cast', ['planes'], 'numbers', { to: { integer: 1 } });
    this.#add('Unsqueeze', ['numbers', this.#integers('batch', [0])], 'picture');
    const sizes = this.#integers('sizes', [1, CHANNELS, input.height, input.width]);
    const attributes = { mode: 'linear', coordinate_transformation_mode: 'asymmetric' };
    this.#add('Resize', ['picture', '', '', sizes], 'scaled', attributes);
    this.#inputValue = 'scaled';
    if (scale === 1 && offsets.every((offset) => offset === 0)) return;
    this.#add('Mul', ['scaled', this.#floats('scale', [], Float32Array.of(scale))], 'multiplied');
    const shape = [1, CHANNELS, 1, 1];
    this.#add('Add', ['multiplied', this.#floats('offsets', shape, Float32Array.from(offsets))], 'normalised');
    this.#inputValue = 'normalised';
  }

  layer(layer: Layer): void {
    switch (layer.kind) {
      case 'convolution':
        return this.#convolution(layer);
      case 'max-pool':
      case 'average-pool': {
        const attributes = {
          kernel_shape: square(layer.size),
          strides: square(layer.stride),
          pads: pads(layer.padding),
        };
        const type = layer.kind === 'max-pool' ? 'MaxPool' : 'AveragePool';
        return this.#add(type, [this.#name(layer.input)], this.#name(layer.output), attributes);
      }
      case 'sum':
        return this.#add(
          'Add',
          layer.inputs.map((value) => this.#name(value)),
          this.#name(layer.output),
        );
      case 'activate': {
        const attributes = layer.activation === 'leaky' ? { alpha: LEAKY_SLOPE } : {};
        const type = layer.activation === 'leaky' ? 'LeakyRelu' : 'Relu';
        return this.#add(type, [this.#name(layer.input)], this.#name(layer.output), attributes);
      }
      case 'enlarge':
        return this.#enlarge(layer.input, layer.output);
      default:
        return layer satisfies never;
    }
  }

  /** What comes out has its channels together, as TensorFlow has them. */
  output(value: Value): Port {
    const name = `output-${value.id}`;
    this.#add('Transpose', [this.#name(value)], name, { perm: [0, 2, 3, 1] });
    return { name, elements: 'float32', shape: [1, value.height, value.width, value.channels] };
  }

  #convolution(layer: Convolution): void {
    const { input, output, size, stride, padding, isDepthwise, activation } = layer;
    const filters = this.#floats(
      `filters-${output.id}`,
      [output.channels, isDepthwise ? 1 : input.channels, size, size],
      byChannelOut(layer),
    );
    const biases = this.#floats(`biases-${output.id}`, [output.channels], layer.biases);
    const name = this.#name(output);
    const linear = activation === 'none' ? name : `${name}-linear`;
    this.#add('Conv', [this.#name(input), filters, biases], linear, {
      kernel_shape: square(size),
      strides: square(stride),
      pads: pads(padding),
      group: { integer: isDepthwise ? input.channels : 1 },
    });
    if (activation === 'relu') this.#add('Relu', [linear], name);
    if (activation === 'relu6') {
      const limits = [this.#floats('zero', [], Float32Array.of(0)), this.#floats('six', [], Float32Array.of(6))];
      this.#add('Clip', [linear, ...limits], name);
    }
  }

  #enlarge(input: Value, output: Value): void {
    const added = [output.channels - input.channels, output.height - input.height, output.width - input.width];
    const amounts = this.#integers(`added-${output.id}`, [0, 0, 0, 0, 0, ...added]);
    this.#add('Pad', [this.#name(input), amounts], this.#name(output));
  }

  #name(value: Value): string {
    return value.id === 0 ? this.#inputValue : `value-${value.id}`;
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

function square(length: number): readonly number[] {
  return [length, length];
}

function pads({ top, left, bottom, right }: Padding): readonly number[] {
  return [top, left, bottom, right];
}
