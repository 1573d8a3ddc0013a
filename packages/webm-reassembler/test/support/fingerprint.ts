import type { Output } from '../../src/index.js';
import { describeOutput } from './describe-outputs.js';

/** All that can be seen of outputs, small enough to compare and to print: their lines, and a hash of all their octets. */
export function fingerprint(outputs: readonly Output[], hash: Hash = portableHash): readonly string[] {
  return outputs.map((output) => `${hashOf(output, hash)} ${describeOutput(output).join('; ')}`);
}

/** Hashes octets, as if they were one array. */
export type Hash = (...parts: readonly Uint8Array[]) => string;

function hashOf(output: Output, hash: Hash): string {
  switch (output.kind) {
    case 'init-segment':
      return hash(output.octets);
    case 'media-segment':
      return hash(output.octets, ...output.blocks.flatMap(({ payload, frames }) => [payload, ...frames]));
    case 'gap':
      return hash(Uint8Array.from(output.message, (character) => character.charCodeAt(0)));
    default:
      return output satisfies never;
  }
}

/** FNV-1a, twice from different starts: Node's own, which are faster, are not in a page. */
function portableHash(...parts: readonly Uint8Array[]): string {
  let one = 0x811c9dc5;
  let other = 0x1b873593;
  for (const part of parts) {
    for (const octet of part) {
      one = Math.imul(one ^ octet, 0x01000193);
      other = Math.imul(other ^ octet, 0x01000193) ^ (other >>> 15);
    }
    one = Math.imul(one ^ part.length, 0x01000193);
  }
  return (one >>> 0).toString(16).padStart(8, '0') + (other >>> 0).toString(16).padStart(8, '0');
}
