/** The messages of an ONNX file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), as far as the nets need them. */
import { type Encoded, floatField, integerField, joined, messageField, textField } from './protobuf.js';

const IR_VERSION = 8;
/** Version of the operators' definitions. */
const OPERATOR_SET = 17;

const ELEMENT_TYPES = { float32: 1, uint8: 2, int64: 7 } as const;
const ATTRIBUTE_TYPES = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/** A value of an attribute. A number alone is a float; whole numbers come as `{ integer }` or as a list. */
export type Attribute = string | number | readonly number[] | { readonly integer: number };

/** One operation of a graph. */
export interface Operation {
  readonly type: string;
  /** Names; an empty one is left out. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A value that comes with the graph. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: Float32Array | BigInt64Array;
}

/** What goes in or comes out. A length of unknown number has a name instead. */
export interface Port {
  readonly name: string;
  readonly elements: keyof typeof ELEMENT_TYPES;
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly operations: readonly Operation[];
  readonly constants: readonly Constant[];
}

/** The octets of an ONNX file. */
export function encodeOnnx(graph: Graph): Uint8Array {
  const operatorSet = [...textField(1, ''), ...integerField(2, OPERATOR_SET)];
  return joined([
    ...integerField(1, IR_VERSION),
    ...messageField(8, operatorSet),
    ...messageField(7, graphMessage(graph)),
  ]);
}

function graphMessage({ name, inputs, outputs, operations, constants }: Graph): Encoded {
  return [
    ...operations.flatMap((operation) => messageField(1, operationMessage(operation))),
    ...textField(2, name),
    ...constants.flatMap((constant) => messageField(5, constantMessage(constant))),
    ...inputs.flatMap((port) => messageField(11, portMessage(port))),
    ...outputs.flatMap((port) => messageField(12, portMessage(port))),
  ];
}

function operationMessage({ type, inputs, output, attributes = {} }: Operation): Encoded {
  return [
    ...inputs.flatMap((input) => textField(1, input)),
    ...textField(2, output),
    ...textField(3, `${type} ${output}`),
    ...textField(4, type),
    ...Object.entries(attributes).flatMap(([name, value]) => messageField(5, attributeMessage(name, value))),
  ];
}

function attributeMessage(name: string, value: Attribute): Encoded {
  const named = textField(1, name);
  if (typeof value === 'number') return [...named, ...floatField(2, value), ...integerField(20, ATTRIBUTE_TYPES.float)];
  if (typeof value === 'string') return [...named, ...textField(4, value), ...integerField(20, ATTRIBUTE_TYPES.text)];
  if ('integer' in value)
    return [...named, ...integerField(3, value.integer), ...integerField(20, ATTRIBUTE_TYPES.integer)];
  const integers = value.flatMap((integer) => integerField(8, integer));
  return [...named, ...integers, ...integerField(20, ATTRIBUTE_TYPES.integers)];
}

function constantMessage({ name, shape, numbers }: Constant): Encoded {
  const elements = numbers instanceof Float32Array ? ELEMENT_TYPES.float32 : ELEMENT_TYPES.int64;
  // Little-endian, as every machine that onnxruntime-node has a binary for.
  const octets = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return [
    ...shape.flatMap((length) => integerField(1, length)),
    ...integerField(2, elements),
    ...textField(8, name),
    ...messageField(9, [octets]),
  ];
}

function portMessage({ name, elements, shape }: Port): Encoded {
  const lengths = shape.flatMap((length) =>
    messageField(1, typeof length === 'number' ? integerField(1, length) : textField(2, length)),
  );
  const tensor = [...integerField(1, ELEMENT_TYPES[elements]), ...messageField(2, lengths)];
  return [...textField(1, name), ...messageField(2, messageField(1, tensor))];
}
