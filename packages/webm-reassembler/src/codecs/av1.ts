import { concatOctets } from '../octets/numbers.js';
import { BitReader } from '../octets/bit-reader.js';
import type { FrameDescription } from './frame-description.js';

const OBU_SEQUENCE_HEADER = 1;
const OBU_TEMPORAL_DELIMITER = 2;

/** A temporal unit in the low-overhead form (AV1 specification, section 5); a sequence header makes it decodable alone. */
export function describeAv1TemporalUnit(unit: Uint8Array): FrameDescription {
  for (const obu of obus(unit)) {
    if (obu.type === OBU_SEQUENCE_HEADER) return describeSequence(readSequence(obu.payload), obu.octets);
  }
  return {};
}

/**
 * Whether the octets are a temporal unit with a sequence header, and nothing else: every OBU whole, with its reserved
 * bits zero, the last one ending with the octets. Strict, to tell AV1 from other payloads.
 */
export function isAv1Keyframe(unit: Uint8Array): boolean {
  let covered = 0;
  let hasSequence = false;
  for (const obu of obus(unit)) {
    const [header = 0, extension = 0] = obu.octets;
    if ((header & 0x83) !== 0x02 || ((header & 0x04) !== 0 && (extension & 0x07) !== 0)) return false;
    if (obu.type === OBU_SEQUENCE_HEADER) hasSequence = (readSequence(obu.payload)?.profile ?? 3) <= 2;
    else if (!hasSequence && obu.type !== OBU_TEMPORAL_DELIMITER) return false;
    covered += obu.octets.length;
  }
  return hasSequence && covered === unit.length;
}

function describeSequence(sequence: Sequence | undefined, sequenceHeader: Uint8Array): FrameDescription {
  if (sequence === undefined) return {};
  const { profile, level, tier, width, height, bitDepth } = sequence;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const codec = `av01.${profile}.${pad(level)}${tier === 0 ? 'M' : 'H'}.${pad(bitDepth)}`;
  return { isKeyframe: true, width, height, codec, codecPrivate: configurationFrom(sequence, sequenceHeader) };
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
  for (let at = 0; at < unit.length;) {
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

/**
 * The av1C that is true for a keyframe: what a CodecPrivate must hold ("AV1 Codec ISO Media File Format Binding",
 * section 2.3). Its fields and its copy of the sequence header come from the frame itself.
 */
function configurationFrom(sequence: Sequence, sequenceHeader: Uint8Array): Uint8Array {
  const { profile, level, tier, bitDepth, isMonochrome, subsamplingX, subsamplingY, chromaPosition } = sequence;
  const flags =
    (tier << 7) |
    (bitDepth > 8 ? 0x40 : 0) |
    (bitDepth === 12 ? 0x20 : 0) |
    (isMonochrome ? 0x10 : 0) |
    (subsamplingX << 3) |
    (subsamplingY << 2) |
    chromaPosition;
  return concatOctets([Uint8Array.of(0x81, (profile << 5) | level, flags, 0), sequenceHeader]);
}

interface Sequence {
  readonly profile: number;
  readonly level: number;
  readonly tier: number;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly isMonochrome: boolean;
  readonly subsamplingX: number;
  readonly subsamplingY: number;
  readonly chromaPosition: number;
}

/** AV1 specification, section 5.5.1: sequence_header_obu(), as far as color_config(). */
function readSequence(payload: Uint8Array): Sequence | undefined {
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
  const color = readColor(bits, profile);
  return bits.isOverrun ? undefined : { profile, level, tier, width, height, ...color };
}

type Color = Pick<Sequence, 'bitDepth' | 'isMonochrome' | 'subsamplingX' | 'subsamplingY' | 'chromaPosition'>;

const SRGB = { primaries: 1, transfer: 13, matrix: 0 };

/** AV1 specification, section 5.5.2: color_config(). */
function readColor(bits: BitReader, profile: number): Color {
  const isHighDepth = bits.flag();
  const bitDepth = isHighDepth ? (profile === 2 && bits.flag() ? 12 : 10) : 8;
  const isMonochrome = profile !== 1 && bits.flag();
  const described = bits.flag() ? { primaries: bits.bits(8), transfer: bits.bits(8), matrix: bits.bits(8) } : undefined;
  const isSrgb =
    described?.primaries === SRGB.primaries && described.transfer === SRGB.transfer && described.matrix === SRGB.matrix;
  const color = { bitDepth, isMonochrome, chromaPosition: 0 };
  if (isMonochrome) return { ...color, subsamplingX: 1, subsamplingY: 1 };
  if (isSrgb) return { ...color, subsamplingX: 0, subsamplingY: 0 };
  bits.bits(1);
  const { subsamplingX, subsamplingY } = readSubsampling(bits, profile, bitDepth);
  const chromaPosition = subsamplingX === 1 && subsamplingY === 1 ? bits.bits(2) : 0;
  return { ...color, subsamplingX, subsamplingY, chromaPosition };
}

function readSubsampling(
  bits: BitReader,
  profile: number,
  bitDepth: number,
): Pick<Color, 'subsamplingX' | 'subsamplingY'> {
  if (profile === 0) return { subsamplingX: 1, subsamplingY: 1 };
  if (profile === 1) return { subsamplingX: 0, subsamplingY: 0 };
  if (bitDepth < 12) return { subsamplingX: 1, subsamplingY: 0 };
  const subsamplingX = bits.bits(1);
  return { subsamplingX, subsamplingY: subsamplingX === 1 ? bits.bits(1) : 0 };
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
