import { makeSeekable } from '../../../src/recording.js';
import { cutEvery, feedAll, feedSequenced } from '../../support/feed.js';
import { describeOutput } from '../../support/describe-outputs.js';
import { GopPieces, type Output } from '../../../src/index.js';
import { chunksOf } from './served-stream.js';

/** SHA-256 of all that came out, by how it was fed. */
export type Digests = Readonly<Record<string, string>>;

/** Lengths that put cuts everywhere: primes, one after the other. */
const ODD_LENGTHS = [1, 2, 3, 5, 7, 11, 101, 997, 4999];

/** Runs the core over a stream that is served to the page. */
export async function digestsOfServed(name: string): Promise<Digests> {
  return digestsOf(await chunksOf(name));
}

/** Runs the core over a stream in every way, and digests what comes out. The same in any host. */
export async function digestsOf(chunks: readonly Uint8Array[]): Promise<Digests> {
  const whole = joined(chunks);
  const pieces = new GopPieces();
  const gops = [...pieces.add(feedAll(chunks)), ...pieces.end()];
  const seekable = makeSeekable(chunks);
  const runs: Readonly<Record<string, readonly Uint8Array[]>> = {
    whole: seen(feedAll([whole])),
    perChunk: seen(feedAll(chunks)),
    oddCuts: seen(feedAll(oddCuts(whole))),
    perCall: seen(feedAll(chunks, { mediaSegments: 'per-call' })),
    continuing: seen(feedAll(chunks, { mediaSegments: 'continuing' })),
    avcc: seen(feedAll(chunks, { h264: 'avcc' })),
    // Each seventh chunk missing, and told by its number.
    withLosses: seen(feedSequenced(chunks.map((octets, sequence) => ({ octets, sequence })).filter(notSeventh))),
    headless: seen(feedAll(chunks.slice(1), { mimeType: 'video/webm;codecs="vp8,opus"' })),
    gops: gops.map(({ octets }) => octets),
    seekable: seekable.parts.map(({ octets }) => octets),
    oneOctet: whole.length > 120_000 ? [] : seen(feedAll(cutEvery(whole, 1))),
  };
  const digests = Object.entries(runs).map(async ([way, parts]) => [way, await digest(parts)] as const);
  return Object.fromEntries(await Promise.all(digests));
}

function notSeventh({ sequence }: { readonly sequence: number }): boolean {
  return sequence % 7 !== 5;
}

function oddCuts(whole: Uint8Array): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += chunks.at(-1)?.length ?? 1) {
    chunks.push(whole.subarray(at, at + (ODD_LENGTHS[chunks.length % ODD_LENGTHS.length] ?? 1)));
  }
  return chunks;
}

/** All that can be seen of outputs: their lines, messages, octets and payloads. */
function seen(outputs: readonly Output[]): readonly Uint8Array[] {
  return outputs.flatMap((output) => [
    new TextEncoder().encode(describeOutput(output).join('\n')),
    ...(output.kind === 'gap' ? [new TextEncoder().encode(output.message)] : [output.octets]),
    ...(output.kind === 'media-segment' ? output.blocks.flatMap(({ payload, frames }) => [payload, ...frames]) : []),
  ]);
}

async function digest(parts: readonly Uint8Array[]): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)));
  return Array.from(hash, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
