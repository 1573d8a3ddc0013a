import { concatOctets } from '../octets/numbers.js';
import { BitReader } from '../octets/bit-reader.js';
import { unsignedExpGolomb } from '../octets/exp-golomb.js';
import { twoDigits } from './two-digits.js';
import type { FrameDescription } from './frame-description.js';
import type { VideoCodec } from './video-codec.js';

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

/**
 * What a sequence header says, with the av1C that is true for it: what a CodecPrivate must hold ("AV1 Codec ISO Media
 * File Format Binding", section 2.3).
 */
function describeSequence(sequence: Sequence | undefined, header: Uint8Array): FrameDescription {
  if (sequence === undefined) return {};
  const { profile, level, tier, width, height, bitDepth, colorFlags } = sequence;
  return {
    isKeyframe: true,
    width,
    height,
    codec: `av01.${profile}.${twoDigits(level)}${tier === 0 ? 'M' : 'H'}.${twoDigits(bitDepth)}`,
    codecPrivate: concatOctets([Uint8Array.of(0x81, (profile << 5) | level, (tier << 7) | colorFlags, 0), header]),
  };
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

interface Sequence {
  readonly profile: number;
  readonly level: number;
  readonly tier: number;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** As av1C has them: high_bitdepth, twelve_bit, monochrome, chroma_subsampling_x and _y, chroma_sample_position. */
  readonly colorFlags: number;
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
  if (!isReduced && bits.flag()) bits.bits(7);
  bits.bits(3);
  if (!isReduced) skipTools(bits);
  bits.bits(3);
  const color = readColor(bits, profile);
  return bits.isOverrun ? undefined : { profile, level, tier, width, height, ...color };
}

/** ColorPrimaries, TransferCharacteristics and MatrixCoefficients of sRGB. */
const SRGB = 0x010d00;
const MONOCHROME = 0x1c;

/** AV1 specification, section 5.5.2: color_config(). */
function readColor(bits: BitReader, profile: number): Pick<Sequence, 'bitDepth' | 'colorFlags'> {
  const isHigh = bits.bits(1);
  const isTwelve = isHigh === 1 && profile === 2 ? bits.bits(1) : 0;
  const bitDepth = 8 + 2 * (isHigh + isTwelve);
  const depthFlags = (isHigh << 6) | (isTwelve << 5);
  const isMonochrome = profile !== 1 && bits.flag();
  const isSrgb = bits.flag() && bits.bits(24) === SRGB;
  if (isMonochrome) return { bitDepth, colorFlags: depthFlags | MONOCHROME };
  if (isSrgb) return { bitDepth, colorFlags: depthFlags };
  bits.bits(1);
  let subsampling = [3, 0, 2][profile] ?? 0;
  if (isTwelve === 1 && bits.flag()) subsampling = 2 | bits.bits(1);
  else if (isTwelve === 1) subsampling = 0;
  return { bitDepth, colorFlags: depthFlags | (subsampling << 2) | (subsampling === 3 ? bits.bits(2) : 0) };
}

function readOperatingPoints(bits: BitReader): Pick<Sequence, 'level' | 'tier'> {
  const delayBits = bits.flag() ? readTiming(bits) : 0;
  const hasDelays = bits.flag();
  const count = bits.bits(5) + 1;
  let first = { level: 0, tier: 0 };
  for (let point = 0; point < count && !bits.isOverrun; point++) {
    bits.bits(12);
    const level = bits.bits(5);
    const tier = level > 7 ? bits.bits(1) : 0;
    if (delayBits > 0 && bits.flag()) bits.bits(2 * delayBits + 1);
    if (hasDelays && bits.flag()) bits.bits(4);
    if (point === 0) first = { level, tier };
  }
  return first;
}

/** Bits of the delays that follow; 0 where there are none. */
function readTiming(bits: BitReader): number {
  bits.bits(64);
  if (bits.flag()) unsignedExpGolomb(bits); // uvlc(), section 4.10.3, is the same
  if (!bits.flag()) return 0;
  const delayBits = bits.bits(5) + 1;
  bits.bits(42);
  return delayBits;
}

/** From enable_interintra_compound to order_hint_bits_minus_1. */
function skipTools(bits: BitReader): void {
  bits.bits(4);
  const hasOrderHint = bits.flag();
  if (hasOrderHint) bits.bits(2);
  if ((bits.flag() || bits.flag()) && !bits.flag()) bits.bits(1);
  if (hasOrderHint) bits.bits(3);
}

/** AV1: each sequence header says picture size, codec string and the true av1C. */
export const av1: VideoCodec = { codecId: 'V_AV1', describe: describeAv1TemporalUnit, needsKeyframeForHeader: true };
