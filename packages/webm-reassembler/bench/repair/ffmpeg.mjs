import { spawnSync } from 'node:child_process';

/**
 * Whether ffmpeg decodes this to the end without a message.
 *
 * @param {Uint8Array} octets
 */
export function decodesCleanly(octets) {
  const args = ['-v', 'warning', '-xerror', '-i', 'pipe:0', '-f', 'null', '-'];
  const { status, stderr, error } = spawnSync('ffmpeg', args, { input: octets, encoding: 'utf8' });
  if (error !== undefined) throw new Error('the bench needs ffmpeg (on Debian: apt install ffmpeg)', { cause: error });
  return status === 0 && stderr === '';
}
