/** Writes protocol buffers (https://protobuf.dev/programming-guides/encoding/): as much of them as an ONNX file needs. */

const WIRE_VARINT = 0;
const WIRE_LENGTH = 2;
const WIRE_32_BITS = 5;

/** A part of a message: octets that are joined only once, at the end. */
export type Encoded = readonly Uint8Array[];

/** A whole number of field `field`, 0 or more. */
export function integerField(field: number, value: number): Encoded {
  return [varint(field * 8 + WIRE_VARINT), varint(value)];
}

/** A 32-bit floating-point number. */
export function floatField(field: number, value: number): Encoded {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setFloat32(0, value, true);
  return [varint(field * 8 + WIRE_32_BITS), octets];
}

export function textField(field: number, value: string): Encoded {
  return messageField(field, [new TextEncoder().encode(value)]);
}

/** A message within a message, or octets as they are. */
export function messageField(field: number, content: Encoded): Encoded {
  const length = content.reduce((sum, octets) => sum + octets.length, 0);
  return [varint(field * 8 + WIRE_LENGTH), varint(length), ...content];
}

/** The octets of it all, in one piece. */
export function joined(content: Encoded): Uint8Array {
  return Buffer.concat(content);
}

function varint(value: number): Uint8Array {
  const octets: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) octets.push((left % 128) + 128);
  return Uint8Array.from([...octets, left]);
}
