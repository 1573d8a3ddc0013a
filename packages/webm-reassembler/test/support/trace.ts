import { Reassembler, type Output } from '../../src/index.js';
import type { Fixture } from '../../../../fixtures/load.js';
import { describeOutput } from './describe-outputs.js';

/*
 * A golden trace: what comes out of a fixture, and when.
 *
 *     octet  what came out when this many octets had been fed
 *       252  init-segment webm 1000000 ns video/webm;codecs="vp8,opus" [1 video ...
 *      4100  * 1 video 0 ms, 3848 octets, key
 *       end  gap truncated, octets 4100 to 4180
 *
 * The octets are fed one at a time, so a block's line says where its last octet lies. A stream with sequence numbers is
 * fed chunk by chunk, as a number belongs to a chunk; there the octet is the end of the chunk.
 */

/** The trace of a fixture; a broken stream has a second part, with its chunks' sequence numbers. */
export function traceOf(fixture: Fixture): string {
  const hasSequences = fixture.manifest.chunks.some(({ sequence }) => sequence !== undefined);
  const lines = [`# ${fixture.name}: ${fixture.manifest.shows}`, ...withoutSequences(fixture)];
  if (hasSequences) lines.push('', '# the same with sequence numbers, chunk by chunk', ...withSequences(fixture));
  return `${lines.join('\n')}\n`;
}

function withoutSequences(fixture: Fixture): readonly string[] {
  const reassembler = new Reassembler();
  const lines: string[] = [];
  let fed = 0;
  for (const chunk of fixture.chunks) {
    for (let at = 0; at < chunk.length; at++) {
      fed++;
      lines.push(...linesAt(fed, reassembler.feed(chunk.subarray(at, at + 1))));
    }
  }
  return [...lines, ...linesAt('end', reassembler.end())];
}

function withSequences({ chunks, manifest }: Fixture): readonly string[] {
  const reassembler = new Reassembler();
  let fed = 0;
  const lines = chunks.flatMap((chunk, index) => {
    const sequence = manifest.chunks[index]?.sequence;
    fed += chunk.length;
    return linesAt(fed, reassembler.feed(chunk, sequence === undefined ? {} : { sequence }));
  });
  return [...lines, ...linesAt('end', reassembler.end())];
}

function linesAt(octet: number | 'end', outputs: readonly Output[]): readonly string[] {
  return outputs.flatMap(describeOutput).map((line) => `${String(octet).padStart(9)}  ${line}`);
}
