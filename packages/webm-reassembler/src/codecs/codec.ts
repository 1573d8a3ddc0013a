import { twoDigits } from './two-digits.js';

const SHORT_NAMES: Readonly<Record<string, string>> = {
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av01',
  'V_MPEG4/ISO/AVC': 'avc1',
  'V_MPEGH/ISO/HEVC': 'hvc1',
  A_OPUS: 'opus',
  A_VORBIS: 'vorbis',
  A_FLAC: 'flac',
  'A_PCM/INT/LIT': 'pcm',
  'A_PCM/FLOAT/IEEE': 'pcm',
  A_AAC: 'mp4a.40.2',
};

/** The name to say a codec by before any of its frames was seen: what `codecs=` takes where the short name is enough. */
export function shortCodecName(codecId: string): string {
  return SHORT_NAMES[codecId] ?? codecId;
}

/** The codec string of an avcC CodecPrivate (ISO/IEC 14496-15, section 5.3.3.1): its octets 1 to 3. */
export function avcCodecString(codecPrivate: Uint8Array): string | undefined {
  if (codecPrivate.length < 7 || codecPrivate[0] !== 1) return undefined;
  return `avc1.${[...codecPrivate.subarray(1, 4)].map((octet) => twoDigits(octet, 16)).join('')}`;
}
