import type { InitSegment, MediaSegment, Output } from 'webm-reassembler';

/** What all viewers of a stream are sent in one message: media segments in a row, as `appendBuffer` takes them. */
export interface LivePart {
  readonly octets: Uint8Array;
  /** The init segment that belongs before it. */
  readonly initSegment: InitSegment;
  /** Whether a viewer can go on here that was sent nothing for a while. */
  readonly opensWithRandomAccessPoint: boolean;
  /** Timestamp of its first block, in ms on the stream's timeline. */
  readonly timestampMs: number;
}

/** The media of one chunk, joined, and cut only where a viewer may go on or needs another init segment. */
export function livePartsOf(outputs: readonly Output[]): readonly LivePart[] {
  const parts: MediaSegment[][] = [];
  let current: MediaSegment[] | undefined;
  for (const output of outputs) {
    if (output.kind !== 'media-segment') continue;
    const [first] = current ?? [];
    if (current === undefined || output.opensWithRandomAccessPoint || first?.initSegment !== output.initSegment) {
      current = [];
      parts.push(current);
    }
    current.push(output);
  }
  return parts.flatMap(partOf);
}

function partOf(segments: readonly MediaSegment[]): readonly LivePart[] {
  const [first] = segments;
  if (first === undefined) return [];
  const { initSegment, opensWithRandomAccessPoint, timestampMs } = first;
  const octets = Buffer.concat(segments.map((segment) => segment.octets));
  return [{ octets, initSegment, opensWithRandomAccessPoint, timestampMs }];
}
