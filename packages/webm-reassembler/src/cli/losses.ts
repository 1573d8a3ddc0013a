import type { Gap, Output } from '../segments/outputs.js';
import type { TextSink } from './text-sink.js';

/** Gaps that are kept to be told of one by one; a recording that is all noise has a million. */
const MOST_TOLD = 1000;

/** What was lost of a recording, gathered while it is read. */
export class Losses {
  readonly #gaps: Gap[] = [];
  #count = 0;

  /** The gaps, but no more than the first thousand. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  get count(): number {
    return this.#count;
  }

  add(outputs: readonly Output[]): void {
    for (const output of outputs) {
      if (output.kind !== 'gap') continue;
      this.#count++;
      if (this.#gaps.length < MOST_TOLD) this.#gaps.push(output);
    }
  }

  /** Tells a person of each loss, one line each. */
  async report(sink: TextSink): Promise<void> {
    for (const gap of this.#gaps) await sink.write(`lost: ${describeGap(gap)}\n`);
    if (this.#count > this.#gaps.length) await sink.write(`lost: and ${this.#count - this.#gaps.length} more gaps\n`);
  }
}

/** A gap in words: where, when, how much, why. */
export function describeGap(gap: Gap): string {
  const { startMs, endMs, missingSequences } = gap;
  const where =
    gap.endOctet > gap.startOctet ? `octets ${gap.startOctet} to ${gap.endOctet}` : `at octet ${gap.startOctet}`;
  const parts = [
    where,
    ...(startMs === undefined && endMs === undefined
      ? []
      : [`${timeOf(startMs, 'the start')} to ${timeOf(endMs, 'the end')}`]),
    ...(gap.droppedBlocks === 0 ? [] : [`${gap.droppedBlocks} blocks dropped`]),
    ...(missingSequences === undefined ? [] : [chunksMissing(missingSequences)]),
  ];
  return `${parts.join(', ')} (${gap.code}). ${gap.message}`;
}

function timeOf(ms: number | undefined, otherwise: string): string {
  return ms === undefined ? otherwise : `${Math.round(ms)} ms`;
}

function chunksMissing({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? `chunk ${first} missing` : `chunks ${first} to ${last} missing`;
}
