/** Matroska CodecIDs for the names that `codecs=` uses, by how they begin. */
const CODEC_IDS: readonly (readonly [prefix: string, codecId: string])[] = [
  ['vp8', 'V_VP8'],
  ['vp08', 'V_VP8'],
  ['vp9', 'V_VP9'],
  ['vp09', 'V_VP9'],
  ['av01', 'V_AV1'],
  ['av1', 'V_AV1'],
  ['h264', 'V_MPEG4/ISO/AVC'],
  ['avc', 'V_MPEG4/ISO/AVC'],
  ['opus', 'A_OPUS'],
  ['pcm', 'A_PCM/FLOAT/IEEE'],
];

/** What a recorder's mimeType says of its tracks. */
export interface RecorderMimeType {
  /** `audio` when there cannot be video. */
  readonly kind: 'audio' | 'video' | 'unknown';
  /** CodecIDs, as far as the names are known; empty where `codecs` is absent. */
  readonly codecIds: readonly string[];
}

/** Reads a `MediaRecorder.mimeType`, for example `video/webm;codecs=vp8,opus` (RFC 6381). */
export function readMimeType(mimeType: string): RecorderMimeType {
  const [type = ''] = mimeType.toLowerCase().split(';');
  const [, list = ''] = /codecs\s*=\s*"?([^";]*)/i.exec(mimeType) ?? [];
  const codecIds = list
    .split(',')
    .map((name) => CODEC_IDS.find(([prefix]) => name.trim().toLowerCase().startsWith(prefix))?.[1])
    .filter((codecId) => codecId !== undefined);
  const kind = type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : 'unknown';
  return { kind, codecIds };
}
