import { ClientError } from '../client-error.js';

/**
 * Video codecs in the order in which we ask for them. VP8 first: every browser that records WebM has it, and it costs
 * the least to encode on a phone and to decode on the server, which counts more here than a smaller upload.
 */
export const PREFERRED_VIDEO_CODECS = ['vp8', 'vp9', 'h264', 'av1'] as const;

/** WebM types to ask a recorder for, best first; the last one leaves the codec to the browser. */
export function preferredMimeTypes(withAudio: boolean): readonly string[] {
  const audio = withAudio ? ',opus' : '';
  return [...PREFERRED_VIDEO_CODECS.map((codec) => `video/webm;codecs=${codec}${audio}`), 'video/webm'];
}

/**
 * The first type of a list that the browser can record.
 *
 * @throws {@link ClientError} `mime-unsupported` when it can record none
 */
export function chooseMimeType(candidates: readonly string[], isTypeSupported: (mimeType: string) => boolean): string {
  const chosen = candidates.find((mimeType) => isTypeSupported(mimeType));
  if (chosen === undefined) throw new ClientError('mime-unsupported');
  return chosen;
}
