import { createHash } from 'node:crypto';
import { type Block, Reassembler } from 'webm-reassembler';

/** What of a stream is in its recording. */
export interface RecordingComparison {
  /** Octets of the payloads of all blocks that were published. */
  readonly octets: number;
  /** Of these, octets of blocks that the recording does not have, or has otherwise. */
  readonly lostOctets: number;
  /** Whether the recording has exactly the blocks that were published, in order. */
  readonly isIdentical: boolean;
}

interface BlockPrint {
  readonly print: string;
  readonly octets: number;
}

/**
 * Compares the files of a recording with the chunks that were published, block by block: kind of track, timestamp,
 * keyframe and payload.
 *
 * @param chunks everything that was published, in order
 * @param files the recording, which is several files where codec or picture size changed
 */
export function compareRecording(chunks: Iterable<Uint8Array>, files: readonly Uint8Array[]): RecordingComparison {
  const published = printsOf(chunks, ({ timestampMs }) => timestampMs);
  const recorded = files.flatMap((file) => printsOf([file], ({ recorderTimestampMs }) => recorderTimestampMs));
  const prints = new Set(recorded.map(({ print }) => print));
  const octets = published.reduce((sum, block) => sum + block.octets, 0);
  const lost = published.filter(({ print }) => !prints.has(print));
  const isIdentical =
    published.length === recorded.length && published.every(({ print }, index) => print === recorded[index]?.print);
  return { octets, lostOctets: lost.reduce((sum, block) => sum + block.octets, 0), isIdentical };
}

function printsOf(chunks: Iterable<Uint8Array>, timeOf: (block: Block) => number): readonly BlockPrint[] {
  const reassembler = new Reassembler();
  const outputs = [...chunks].flatMap((chunk) => reassembler.feed(chunk));
  return [...outputs, ...reassembler.end()]
    .flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []))
    .map((block) => ({ print: printOf(block, timeOf(block)), octets: block.payload.length }));
}

function printOf({ track, keyframe, payload }: Block, timestampMs: number): string {
  const digest = createHash('sha1').update(payload).digest('base64');
  return `${track.type} ${timestampMs} ${String(keyframe)} ${digest}`;
}
