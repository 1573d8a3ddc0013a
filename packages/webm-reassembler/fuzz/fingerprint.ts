import type { Output } from '../src/index.js';

/** A number for all that can be seen of the outputs (FNV-1a): equal outputs have equal ones. */
export function fingerprintOf(outputs: readonly Output[]): number {
  let hash = 0x811c9dc5;
  const add = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  for (const output of outputs) {
    if (output.kind === 'gap') {
      for (const character of output.code) add(character.charCodeAt(0));
      for (const value of [
        output.startOctet,
        output.endOctet,
        output.startMs ?? -1,
        output.endMs ?? -1,
        output.droppedBlocks,
      ])
        add(value);
    } else {
      for (let at = 0; at < output.octets.length; at++) add(output.octets[at] ?? 0);
      if (output.kind === 'media-segment') add(output.opensWithRandomAccessPoint ? 1 : 2);
    }
  }
  return hash >>> 0;
}
