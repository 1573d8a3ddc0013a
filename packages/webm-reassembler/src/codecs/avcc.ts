import { concatOctets, writeUnsigned } from '../octets/numbers.js';
import type { FrameDescription } from './frame-description.js';
import { annexBUnits, describeAnnexBFrame, NAL_PPS, NAL_SPS, nalType, readSps } from './h264.js';

/** Octets of the length in front of each NAL unit. */
const LENGTH_OCTETS = 4;
/** Profiles whose avcC says chroma format and bit depths too (ISO/IEC 14496-15, section 5.3.3.1.2). */
const HIGH_PROFILES = new Set([100, 110, 122, 144]);

/** As {@link describeAnnexBFrame}, with the avcC that the frame's own parameter sets make. */
export function describeForAvcc(frame: Uint8Array): FrameDescription {
  const description = describeAnnexBFrame(frame);
  const codecPrivate = description.width === undefined ? undefined : avcConfiguration(frame);
  return codecPrivate === undefined ? description : { ...description, codecPrivate };
}

/**
 * An access unit from Annex B to the length-prefixed form (ISO/IEC 14496-15, section 5.3.2): what `V_MPEG4/ISO/AVC` means.
 * Parameter sets are left out: they stand in the avcC.
 */
export function annexBToAvcc(frame: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const unit of annexBUnits(frame)) {
    const type = nalType(unit);
    if (type === NAL_SPS || type === NAL_PPS || unit.length === 0) continue;
    const length = new Uint8Array(LENGTH_OCTETS);
    writeUnsigned(length, 0, unit.length, LENGTH_OCTETS);
    parts.push(length, unit);
  }
  return concatOctets(parts);
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1.2) from the parameter sets of a keyframe. */
function avcConfiguration(frame: Uint8Array): Uint8Array | undefined {
  const units = [...annexBUnits(frame)];
  const spsUnits = units.filter((unit) => nalType(unit) === NAL_SPS);
  const ppsUnits = units.filter((unit) => nalType(unit) === NAL_PPS);
  const [sps] = spsUnits;
  const read = sps && readSps(sps);
  if (sps === undefined || read === undefined || ppsUnits.length === 0) return undefined;
  const [, profile = 0, constraints = 0, level = 0] = sps;
  const high = HIGH_PROFILES.has(profile)
    ? [Uint8Array.of(0xfc | read.chromaFormat, 0xf8 | (read.lumaDepth - 8), 0xf8 | (read.chromaDepth - 8), 0)]
    : [];
  return concatOctets([
    Uint8Array.of(1, profile, constraints, level, 0xfc | (LENGTH_OCTETS - 1), 0xe0 | spsUnits.length),
    ...spsUnits.map(withLength16),
    Uint8Array.of(ppsUnits.length),
    ...ppsUnits.map(withLength16),
    ...high,
  ]);
}

function withLength16(unit: Uint8Array): Uint8Array {
  return concatOctets([Uint8Array.of(unit.length >> 8, unit.length & 0xff), unit]);
}
