import { opusPacketMs } from '../codecs/opus.js';
import * as ID from '../elements/matroska-ids.js';
import { childOf, readChildren } from '../elements/element-tree.js';
import { readUnsigned } from '../octets/numbers.js';
import type { TrackEntry } from './track-entry.js';

/** Says how long the coded audio frame in `octets[start..end)` plays, in ms; `undefined` where it does not tell. */
export type FrameDuration = (octets: Uint8Array, start?: number, end?: number) => number | undefined;

/** The clock that an audio track's payload carries: Opus says it in each packet, PCM by its length. */
export function frameDurationFor(entry: TrackEntry): FrameDuration | undefined {
  const { codecId, sampleRate = 0, channels = 1 } = entry.track;
  if (codecId === 'A_OPUS') return opusPacketMs;
  if (!codecId.startsWith('A_PCM/')) return undefined;
  const octetsPerMs = (bitDepth(entry) / 8) * channels * (sampleRate / 1000);
  return octetsPerMs > 0 ? (octets, start = 0, end = octets.length) => (end - start) / octetsPerMs : undefined;
}

function bitDepth(entry: TrackEntry): number {
  const audio = childOf(entry.children, ID.Audio);
  const depth = childOf((audio && readChildren(audio.body)) ?? [], ID.BitDepth)?.body;
  return depth === undefined ? 0 : readUnsigned(depth, 0, depth.length);
}
