/**
 * A neural net as a list of layers, so that it is written down once and computed by any engine.
 *
 * ```
 * weights of the face-api package -> NetPlan -+-> ONNX graph  -> onnxruntime-node
 *                                             '-> tfjs kernels -> tfjs-wasm
 * ```
 *
 * What the package computes in several steps is folded into as few as give the same numbers: batch normalisation, scales
 * and biases into the convolution before them, leaky activations behind the pooling (which only picks), fully connected
 * layers into convolutions of one pixel. Values are pictures of height, width and channels.
 */

/** The size of a value in a net. */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A value in a net: what one layer gives and others take. */
export interface Value extends Shape {
  /** Number of the value within its net; 0 is the net's input. */
  readonly id: number;
}

/** Rows and columns that are put around a value before a layer looks at it. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What is done to each number: nothing, `max(x, 0)`, `min(max(x, 0), 6)`, or a tenth of what is below 0. */
export type Activation = 'none' | 'relu' | 'relu6' | 'leaky';

/** Factor of `leaky` below 0, as face-api has it. */
export const LEAKY_SLOPE = 0.10000000149011612;

/** A convolution. Padding is zeros. */
export interface Convolution {
  readonly kind: 'convolution';
  readonly input: Value;
  readonly output: Value;
  /** Side of the square filter. */
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
  /** Whether each channel has a filter of its own and goes to the channel of the same number. */
  readonly isDepthwise: boolean;
  /** By row, column, channel in, channel out; depthwise by row, column, channel. */
  readonly filters: Float32Array;
  /** One for each channel out. */
  readonly biases: Float32Array;
  readonly activation: Exclude<Activation, 'leaky'>;
}

/** The largest, or the mean, of each window. Padding never wins and never counts. */
export interface Pooling {
  readonly kind: 'max-pool' | 'average-pool';
  readonly input: Value;
  readonly output: Value;
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** The sum of two values of the same shape. */
export interface Sum {
  readonly kind: 'sum';
  readonly inputs: readonly [Value, Value];
  readonly output: Value;
}

export interface Activate {
  readonly kind: 'activate';
  readonly input: Value;
  readonly output: Value;
  readonly activation: 'relu' | 'leaky';
}

/** Makes a value larger, with zeros at the bottom, on the right, and as further channels. */
export interface Enlarge {
  readonly kind: 'enlarge';
  readonly input: Value;
  readonly output: Value;
}

export type Layer = Convolution | Pooling | Sum | Activate | Enlarge;

/** How an octet of a pixel becomes a number of the net's input: `octet * scale + offset`, with an offset for each channel. */
export interface Normalisation {
  readonly scale: number;
  readonly offsets: readonly [red: number, green: number, blue: number];
}

/** A net, ready to be computed: layers in their order, each after those that it takes from. */
export interface NetPlan {
  /** A square of RGB. */
  readonly input: Value;
  readonly normalisation: Normalisation;
  readonly layers: readonly Layer[];
  /** What the net is for; each comes as rows of pixels, and their channels together. */
  readonly outputs: readonly Value[];
}
