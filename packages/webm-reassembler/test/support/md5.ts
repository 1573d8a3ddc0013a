import { createHash } from 'node:crypto';

/** MD5 in hex: what ffmpeg and ffprobe compare by. */
export function md5(...parts: readonly Uint8Array[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
