import { BitReader } from '../octets/bit-reader.js';
import type { FrameDescription } from './frame-description.js';

export const NAL_SLICE = 1;
export const NAL_IDR_SLICE = 5;
export const NAL_SPS = 7;
export const NAL_PPS = 8;

/** An access unit in Annex B form (ITU-T H.264, Annex B), as Chromium's MediaRecorder writes it. */
export function describeAnnexBFrame(frame: Uint8Array): FrameDescription {
  let isKeyframe = false;
  for (const nal of annexBUnits(frame)) {
    const type = nalType(nal);
    if (type === NAL_SPS) {
      const sps = readSps(nal);
      if (sps !== undefined) return { isKeyframe: true, width: sps.width, height: sps.height, codec: sps.codec };
    }
    isKeyframe ||= type === NAL_IDR_SLICE;
  }
  return isKeyframe ? { isKeyframe } : {};
}

/** The type of a NAL unit (ITU-T H.264, table 7-1). */
export function nalType(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f;
}

/** The NAL units of an Annex B access unit, start codes removed, as views. */
export function* annexBUnits(frame: Uint8Array): Generator<Uint8Array> {
  let start = nextStartCode(frame, 0);
  while (start < frame.length) {
    const unitStart = start + 3;
    const next = nextStartCode(frame, unitStart);
    const hasFourOctetCode = next < frame.length && frame[next - 1] === 0;
    yield frame.subarray(unitStart, hasFourOctetCode ? next - 1 : next);
    start = next;
  }
}

function nextStartCode(frame: Uint8Array, from: number): number {
  for (let at = frame.indexOf(1, from + 2); at >= 0; at = frame.indexOf(1, at + 1)) {
    if (frame[at - 1] === 0 && frame[at - 2] === 0 && at - 2 >= from) return at - 2;
  }
  return frame.length;
}

/** ITU-T H.264, section 7.4.2.1.1: log2_max_frame_num_minus4 is at most 12. */
const MOST_FRAME_NUMBER_BITS = 16;

const PROFILES_WITH_CHROMA_FORMAT = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** What a sequence parameter set says of the pictures. */
export interface SequenceParameters {
  readonly width: number;
  readonly height: number;
  readonly codec: string;
  /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormat: number;
  readonly lumaDepth: number;
  readonly chromaDepth: number;
  readonly numbering: FrameNumbering;
}

/** How slices number their pictures (ITU-T H.264, section 7.4.3, frame_num). */
export interface FrameNumbering {
  readonly bits: number;
  /** Whether numbers may be left out though no picture was lost. */
  readonly allowsGaps: boolean;
  /** Whether slices say which colour plane they are of, in front of the number. */
  readonly hasColourPlanes: boolean;
}

/** ITU-T H.264, section 7.3.2.1.1: seq_parameter_set_data(), as far as the picture's size. */
export function readSps(nal: Uint8Array): SequenceParameters | undefined {
  const rbsp = withoutEmulationPrevention(nal);
  const bits = new BitReader(rbsp, 1);
  const profile = bits.bits(8);
  const constraints = bits.bits(8);
  const level = bits.bits(8);
  bits.unsignedExpGolomb();
  const chroma = PROFILES_WITH_CHROMA_FORMAT.has(profile)
    ? readChroma(bits)
    : { chromaFormat: 1, lumaDepth: 8, chromaDepth: 8, hasColourPlanes: false };
  const { hasColourPlanes, ...format } = chroma;
  const { chromaFormat } = format;
  const frameNumberBits = bits.unsignedExpGolomb() + 4;
  skipPictureOrder(bits);
  bits.unsignedExpGolomb();
  const allowsGaps = bits.flag();
  const widthInMacroblocks = bits.unsignedExpGolomb() + 1;
  const heightInMapUnits = bits.unsignedExpGolomb() + 1;
  const isFrameOnly = bits.flag();
  if (!isFrameOnly) bits.bits(1);
  bits.bits(1);
  const crop = bits.flag() ? [0, 0, 0, 0].map(() => bits.unsignedExpGolomb()) : [0, 0, 0, 0];
  if (bits.isOverrun || frameNumberBits > MOST_FRAME_NUMBER_BITS) return undefined;
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const cropX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const cropY = (chromaFormat === 1 ? 2 : 1) * (isFrameOnly ? 1 : 2);
  const hex = (value: number): string => value.toString(16).padStart(2, '0').toUpperCase();
  return {
    ...format,
    numbering: { bits: frameNumberBits, allowsGaps, hasColourPlanes },
    width: widthInMacroblocks * 16 - (left + right) * cropX,
    height: heightInMapUnits * 16 * (isFrameOnly ? 1 : 2) - (top + bottom) * cropY,
    codec: `avc1.${hex(profile)}${hex(constraints)}${hex(level)}`,
  };
}

type ChromaFormat = Pick<SequenceParameters, 'chromaFormat' | 'lumaDepth' | 'chromaDepth'> &
  Pick<FrameNumbering, 'hasColourPlanes'>;

function readChroma(bits: BitReader): ChromaFormat {
  const format = bits.unsignedExpGolomb();
  const hasColourPlanes = format === 3 && bits.flag();
  const lumaDepth = 8 + bits.unsignedExpGolomb();
  const chromaDepth = 8 + bits.unsignedExpGolomb();
  bits.bits(1);
  if (bits.flag()) {
    for (let list = 0; list < (format === 3 ? 12 : 8); list++)
      if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  }
  return { chromaFormat: format, lumaDepth, chromaDepth, hasColourPlanes };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let index = 0; index < size && !bits.isOverrun; index++) {
    if (next !== 0) next = (last + bits.signedExpGolomb() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsignedExpGolomb();
  if (type === 0) bits.unsignedExpGolomb();
  if (type !== 1) return;
  bits.bits(1);
  bits.signedExpGolomb();
  bits.signedExpGolomb();
  const cycle = bits.unsignedExpGolomb();
  for (let index = 0; index < cycle && !bits.isOverrun; index++) bits.signedExpGolomb();
}

/** ITU-T H.264, section 7.4.1: 00 00 03 stands for 00 00. */
function withoutEmulationPrevention(nal: Uint8Array): Uint8Array {
  const isStuffing = (octet: number, at: number): boolean => octet === 3 && nal[at - 1] === 0 && nal[at - 2] === 0;
  return nal.filter((octet, at) => !isStuffing(octet, at));
}
