import { createHash } from 'node:crypto';
import type { Output } from '../../src/index.js';
import { describeOutput } from './describe-outputs.js';

/** All that can be seen of outputs, small enough to compare and to print: their lines, and a hash of all their octets. */
export function fingerprint(outputs: readonly Output[]): readonly string[] {
  return outputs.map((output) => `${md5Of(output)} ${describeOutput(output).join('; ')}`);
}

function md5Of(output: Output): string {
  switch (output.kind) {
    case 'init-segment':
      return md5(output.octets);
    case 'media-segment':
      return md5(output.octets, ...output.blocks.flatMap(({ payload, frames }) => [payload, ...frames]));
    case 'gap':
      return md5(new TextEncoder().encode(output.message));
    default:
      return output satisfies never;
  }
}

/** MD5 in hex: what ffmpeg and ffprobe compare by. */
export function md5(...parts: readonly Uint8Array[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
