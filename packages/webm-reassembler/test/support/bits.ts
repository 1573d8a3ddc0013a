/** Bits as text, "10 010 1", packed into octets from the most significant one on; the last is filled up with zeros. */
export function bits(...parts: readonly string[]): Uint8Array {
  const digits = parts.join('').replaceAll(/[^01]/g, '');
  return Uint8Array.from({ length: Math.ceil(digits.length / 8) }, (_, index) =>
    parseInt(digits.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2),
  );
}

/** A number in `width` bits. */
export function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

/** An unsigned Exp-Golomb code (ITU-T H.264, section 9.1). */
export function expGolomb(value: number): string {
  const code = (value + 1).toString(2);
  return '0'.repeat(code.length - 1) + code;
}
