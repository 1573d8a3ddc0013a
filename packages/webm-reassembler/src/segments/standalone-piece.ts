import { concatOctets } from '../octets/numbers.js';
import type { InitSegment, MediaSegment } from './outputs.js';

/** A WebM file that plays on its own: an init segment and media segments from a random access point on. */
export interface StandalonePiece {
  readonly octets: Uint8Array;
  readonly initSegment: InitSegment;
  /** Timestamp of the first block, in ms on the stream's timeline. */
  readonly startMs: number;
  /** The largest timestamp within, in ms on the stream's timeline. */
  readonly endMs: number;
  /** Blocks at the start that are there for decoding only; what the piece was made for comes behind them. */
  readonly leadInBlocks: number;
  /** From the piece's first timestamp to the first that is not lead-in, in ms. */
  readonly leadInMs: number;
}

/** Joins segments into a piece. @param leadIn - how many of the segments are lead-in */
export function joinPiece(
  initSegment: InitSegment,
  segments: readonly MediaSegment[],
  leadIn: number,
): StandalonePiece | undefined {
  const [first] = segments;
  if (first === undefined) return undefined;
  const own = segments[leadIn];
  return {
    octets: concatOctets([initSegment.octets, ...segments.map((segment) => segment.octets)]),
    initSegment,
    startMs: first.timestampMs,
    endMs: segments.reduce((end, segment) => Math.max(end, segment.endTimestampMs), -Infinity),
    leadInBlocks: segments.slice(0, leadIn).reduce((sum, segment) => sum + segment.blocks.length, 0),
    leadInMs: own === undefined ? 0 : own.timestampMs - first.timestampMs,
  };
}
