import { BitReader } from '../octets/bit-reader.js';
import { signedExpGolomb, unsignedExpGolomb } from '../octets/exp-golomb.js';
import type { FrameDescription } from './frame-description.js';
import { twoDigits } from './two-digits.js';
import type { VideoCodec } from './video-codec.js';

export const NAL_SLICE = 1;
export const NAL_IDR_SLICE = 5;
export const NAL_SPS = 7;
export const NAL_PPS = 8;

/** An access unit in Annex B form (ITU-T H.264, Annex B), as Chromium's MediaRecorder writes it. */
export function describeAnnexBFrame(frame: Uint8Array): FrameDescription {
  let isKeyframe = false;
  for (const nal of annexBUnits(frame)) {
    const type = nalType(nal);
    const sps = type === NAL_SPS ? readSps(nal) : undefined;
    if (sps !== undefined) return { isKeyframe: true, width: sps.width, height: sps.height, codec: sps.codec };
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

const PROFILES_WITH_CHROMA_FORMAT = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

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
  const number = (): number => unsignedExpGolomb(bits);
  const profile = bits.bits(8);
  const codec = `avc1.${[...rbsp.subarray(1, 4)].map((octet) => twoDigits(octet, 16)).join('')}`;
  bits.bits(16);
  number();
  const chroma = PROFILES_WITH_CHROMA_FORMAT.includes(profile) ? readChroma(bits) : DEFAULT_CHROMA;
  const { chromaFormat, hasColourPlanes } = chroma;
  const frameNumberBits = number() + 4;
  skipPictureOrder(bits);
  number();
  const allowsGaps = bits.flag();
  const columns = number() + 1;
  const rows = number() + 1;
  const fields = bits.flag() ? 1 : 2;
  bits.bits(fields);
  const [left = 0, right = 0, top = 0, bottom = 0] = bits.flag() ? [number(), number(), number(), number()] : [];
  if (bits.isOverrun || frameNumberBits > MOST_FRAME_NUMBER_BITS) return undefined;
  const cropX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const cropY = chromaFormat === 1 ? 2 : 1;
  return {
    ...chroma,
    numbering: { bits: frameNumberBits, allowsGaps, hasColourPlanes },
    width: columns * 16 - (left + right) * cropX,
    height: (rows * 16 - (top + bottom) * cropY) * fields,
    codec,
  };
}

type Chroma = Pick<SequenceParameters, 'chromaFormat' | 'lumaDepth' | 'chromaDepth'> &
  Pick<FrameNumbering, 'hasColourPlanes'>;

const DEFAULT_CHROMA: Chroma = { chromaFormat: 1, lumaDepth: 8, chromaDepth: 8, hasColourPlanes: false };

function readChroma(bits: BitReader): Chroma {
  const chromaFormat = unsignedExpGolomb(bits);
  const hasColourPlanes = chromaFormat === 3 && bits.flag();
  const lumaDepth = 8 + unsignedExpGolomb(bits);
  const chromaDepth = 8 + unsignedExpGolomb(bits);
  bits.bits(1);
  const lists = bits.flag() ? (chromaFormat === 3 ? 12 : 8) : 0;
  for (let list = 0; list < lists; list++) if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  return { chromaFormat, lumaDepth, chromaDepth, hasColourPlanes };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let index = 0; index < size && !bits.isOverrun; index++) {
    if (next !== 0) next = (last + signedExpGolomb(bits) + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = unsignedExpGolomb(bits);
  if (type === 0) unsignedExpGolomb(bits);
  if (type !== 1) return;
  bits.bits(1);
  signedExpGolomb(bits);
  signedExpGolomb(bits);
  const cycle = unsignedExpGolomb(bits);
  for (let index = 0; index < cycle && !bits.isOverrun; index++) signedExpGolomb(bits);
}

/** ITU-T H.264, section 7.4.1: 00 00 03 stands for 00 00. */
export function withoutEmulationPrevention(octets: Uint8Array): Uint8Array {
  return octets.filter((octet, at) => octet !== 3 || octets[at - 1] !== 0 || octets[at - 2] !== 0);
}

/** H.264 in Annex B, as Chromium's MediaRecorder writes it: the parameter sets say picture size and codec string. */
export const h264: VideoCodec = {
  codecId: 'V_MPEG4/ISO/AVC',
  describe: describeAnnexBFrame,
  needsKeyframeForHeader: true,
  lacksCodecPrivate: true,
};
