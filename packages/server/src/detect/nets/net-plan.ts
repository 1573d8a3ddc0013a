/**
 * A neural net as a list of layers, so that it is written down once and computed by any engine.
 *
 * ```
 * weights of the face-api package -> NetPlan -+-> ONNX graph  -> onnxruntime-node
 *                                             '-> tfjs kernels -> tfjs-wasm
 * ```
 *
 * What the package computes in several steps is folded into as few as give the same numbers: batch normalisation, scales
 * and biases into the convolution before them, leaky activations into the pooling (which only picks), fully connected
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

/** What a convolution does to each number: nothing, `max(x, 0)`, or `min(max(x, 0), 6)`. */
export type Activation = 'none' | 'relu' | 'relu6';

/** What the activation `leaky` multiplies numbers below 0 with, as face-api has it. */
export const LEAKY_SLOPE = 0.10000000149011612;

/** What moves over a value. */
export interface Windows {
  readonly input: Value;
  readonly output: Value;
  /** Side of the square. */
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** A convolution. Padding is zeros. */
export interface Convolution extends Windows {
  readonly kind: 'convolution';
  /** Whether each channel has a filter of its own and goes to the channel of the same number. */
  readonly isDepthwise: boolean;
  /** By row, column, channel in, channel out; depthwise by row, column, channel. */
  readonly filters: Float32Array;
  /** One for each channel out. */
  readonly biases: Float32Array;
  readonly activation: Activation;
}

/** The mean of each window. Padding never counts. */
export interface AveragePooling extends Windows {
  readonly kind: 'average-pool';
}

/** The largest of each window, activated. Padding never wins. */
export interface MaxPooling extends Windows {
  readonly kind: 'max-pool';
  readonly activation: 'none' | 'leaky';
}

/** The sum of two values of the same shape. */
export interface Sum {
  readonly kind: 'sum';
  readonly inputs: readonly [Value, Value];
  readonly output: Value;
}

/** `max(x, 0)`. */
export interface Relu {
  readonly kind: 'relu';
  readonly input: Value;
  readonly output: Value;
}

/** Makes a value larger, with zeros at the bottom, on the right, and as further channels. */
export interface Enlarge {
  readonly kind: 'enlarge';
  readonly input: Value;
  readonly output: Value;
}

export type Layer = Convolution | AveragePooling | MaxPooling | Sum | Relu | Enlarge;

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
  /**
   * Values that an engine may put together from two parts, where the lower part of the net's square is black: the rows that see
   * something of the picture, and below them those that the net makes of black, which are the same in every frame. In their
   * order; all layers up to the last of them are one chain of convolutions and poolings. None where it is not worth it.
   */
  readonly seams: readonly Value[];
}
