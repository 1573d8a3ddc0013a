import { BitReader } from '../octets/bit-reader.js';
import type { FrameDescription } from './frame-description.js';

const OBU_SEQUENCE_HEADER = 1;

/** A temporal unit in the low-overhead form (AV1 specification, section 5); a sequence header makes it decodable alone. */
export function describeAv1TemporalUnit(unit: Uint8Array): FrameDescription {
  for (const obu of obus(unit)) {
    if (obu.type === OBU_SEQUENCE_HEADER) return readSequenceHeader(obu.payload);
  }
  return {};
}

/** An Open Bitstream Unit. */
export interface Obu {
  readonly type: number;
  /** Behind the OBU's header and size; a view. */
  readonly payload: Uint8Array;
  /** Header, size and payload; a view. */
  readonly octets: Uint8Array;
}

/** The OBUs of a temporal unit (AV1 specification, section 5.3). */
export function* obus(unit: Uint8Array): Generator<Obu> {
  for (let at = 0; at < unit.length; ) {
    const header = unit[at] ?? 0;
    const hasExtension = (header & 0x04) !== 0;
    const hasSize = (header & 0x02) !== 0;
    let payloadAt = at + (hasExtension ? 2 : 1);
    let size = unit.length - payloadAt;
    if (hasSize) {
      const read = readLeb128(unit, payloadAt);
      size = read.value;
      payloadAt += read.width;
    }
    const end = payloadAt + size;
    if (size < 0 || end > unit.length) return;
    yield { type: (header >> 3) & 0x0f, payload: unit.subarray(payloadAt, end), octets: unit.subarray(at, end) };
    at = end;
  }
}

function readLeb128(octets: Uint8Array, at: number): { readonly value: number; readonly width: number } {
  let value = 0;
  for (let width = 0; width < 8; width++) {
    const octet = octets[at + width] ?? 0;
    value += (octet & 0x7f) * 2 ** (7 * width);
    if ((octet & 0x80) === 0) return { value, width: width + 1 };
  }
  return { value, width: 8 };
}

/** AV1 specification, section 5.5.1: sequence_header_obu(), as far as the bit depth. */
function readSequenceHeader(payload: Uint8Array): FrameDescription {
  const bits = new BitReader(payload);
  const profile = bits.bits(3);
  bits.bits(1);
  const isReduced = bits.flag();
  const { level, tier } = isReduced ? { level: bits.bits(5), tier: 0 } : readOperatingPoints(bits);
  const widthBits = bits.bits(4) + 1;
  const heightBits = bits.bits(4) + 1;
  const width = bits.bits(widthBits) + 1;
  const height = bits.bits(heightBits) + 1;
  if (!isReduced) readFrameIds(bits);
  bits.bits(3);
  if (!isReduced) skipTools(bits);
  bits.bits(3);
  const isHighDepth = bits.flag();
  const bitDepth = isHighDepth ? (profile === 2 && bits.flag() ? 12 : 10) : 8;
  if (bits.isOverrun) return {};
  const pad = (value: number): string => String(value).padStart(2, '0');
  return { isKeyframe: true, width, height, codec: `av01.${profile}.${pad(level)}${tier === 0 ? 'M' : 'H'}.${pad(bitDepth)}` };
}

function readOperatingPoints(bits: BitReader): { readonly level: number; readonly tier: number } {
  const timing = bits.flag() ? readTiming(bits) : undefined;
  const hasDelays = bits.flag();
  const count = bits.bits(5) + 1;
  let first: { readonly level: number; readonly tier: number } = { level: 0, tier: 0 };
  for (let point = 0; point < count && !bits.isOverrun; point++) {
    bits.bits(12);
    const level = bits.bits(5);
    const tier = level > 7 ? bits.bits(1) : 0;
    if (timing !== undefined && bits.flag()) bits.bits(2 * timing.delayBits + 1);
    if (hasDelays && bits.flag()) bits.bits(4);
    if (point === 0) first = { level, tier };
  }
  return first;
}

function readTiming(bits: BitReader): { readonly delayBits: number } | undefined {
  bits.bits(32);
  bits.bits(32);
  if (bits.flag()) bits.uvlc();
  if (!bits.flag()) return undefined;
  const delayBits = bits.bits(5) + 1;
  bits.bits(32);
  bits.bits(10);
  return { delayBits };
}

function readFrameIds(bits: BitReader): void {
  if (bits.flag()) bits.bits(7);
}

/** From enable_interintra_compound to order_hint_bits_minus_1. */
function skipTools(bits: BitReader): void {
  bits.bits(4);
  const hasOrderHint = bits.flag();
  if (hasOrderHint) bits.bits(2);
  const choosesScreenContent = bits.flag();
  const forcesScreenContent = choosesScreenContent || bits.flag();
  if (forcesScreenContent && !bits.flag()) bits.bits(1);
  if (hasOrderHint) bits.bits(3);
}
