import type { BitReader } from './bit-reader.js';

/** Unsigned Exp-Golomb code (ITU-T H.264, section 9.1). */
export function unsignedExpGolomb(bits: BitReader): number {
  let zeros = 0;
  while (zeros < 32 && !bits.isOverrun && !bits.flag()) zeros++;
  return 2 ** zeros - 1 + bits.bits(zeros);
}

/** Signed Exp-Golomb code (ITU-T H.264, section 9.1.1). */
export function signedExpGolomb(bits: BitReader): number {
  const code = unsignedExpGolomb(bits);
  return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
}
