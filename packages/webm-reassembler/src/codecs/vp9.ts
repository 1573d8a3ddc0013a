import { BitReader } from '../octets/bit-reader.js';
import type { FrameDescription } from './frame-description.js';
import { twoDigits } from './two-digits.js';
import type { VideoCodec } from './video-codec.js';

const COLOR_SPACE_RGB = 7;

/** VP9 Bitstream & Decoding Process Specification, section 6.2: uncompressed_header(). */
export function describeVp9Frame(frame: Uint8Array): FrameDescription {
  const bits = new BitReader(frame);
  if (bits.bits(2) !== 2) return {};
  const profile = bits.bits(1) + 2 * bits.bits(1);
  if (profile === 3) bits.bits(1);
  const showsExistingFrame = bits.flag();
  const isInter = showsExistingFrame || bits.flag();
  if (isInter) return { isKeyframe: false };
  bits.bits(2);
  if (bits.bits(24) !== 0x498342) return {};
  const bitDepth = readColorConfig(bits, profile);
  const width = bits.bits(16) + 1;
  const height = bits.bits(16) + 1;
  if (bits.isOverrun) return {};
  return { isKeyframe: true, width, height, codec: vp9CodecString(profile, vp9Level(width, height), bitDepth) };
}

/** Codecs for ISO-BMFF VP binding, `vp09.<profile>.<level>.<bitDepth>`. */
export function vp9CodecString(profile: number, level: number, bitDepth: number): string {
  return `vp09.${[profile, level, bitDepth].map((part) => twoDigits(part)).join('.')}`;
}

function readColorConfig(bits: BitReader, profile: number): number {
  const bitDepth = profile < 2 ? 8 : bits.flag() ? 12 : 10;
  const hasSubsampling = profile % 2 === 1;
  if (bits.bits(3) !== COLOR_SPACE_RGB) bits.bits(hasSubsampling ? 4 : 1);
  else if (hasSubsampling) bits.bits(1);
  return bitDepth;
}

/** VP9 levels by picture size (the sample rate of a live stream is not in its header): largest size, level times ten. */
const LEVELS: readonly (readonly [number, number])[] = [
  [36864, 10],
  [73728, 11],
  [122880, 20],
  [245760, 21],
  [552960, 30],
  [983040, 31],
  [2228224, 40],
  [8912896, 50],
  [35651584, 60],
];

function vp9Level(width: number, height: number): number {
  return LEVELS.find(([pixels]) => width * height <= pixels)?.[1] ?? 62;
}

export const vp9: VideoCodec = { codecId: 'V_VP9', describe: describeVp9Frame, framesSayType: true };
