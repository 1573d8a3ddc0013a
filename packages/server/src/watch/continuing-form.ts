import { type InitSegment, type Output, Reassembler, type StandalonePiece } from 'webm-reassembler';

/**
 * Brings the media of a stream, which is recorded as a Cluster or more for each chunk, into the form for viewers: one Cluster
 * for each group of pictures. Times and frames stay what they are. Each init segment gets a Reassembler of its own, since
 * what comes in is on one timeline already.
 */
export class ContinuingForm {
  #reassembler = new Reassembler({ mediaSegments: 'continuing' });
  #init: InitSegment | undefined;

  /** Begins with what the stream has for who joins now. */
  begin(join: StandalonePiece): readonly Output[] {
    this.#init = join.initSegment;
    return this.#reassembler.feed(join.octets);
  }

  feed(outputs: readonly Output[]): readonly Output[] {
    return outputs.flatMap((output) => {
      if (output.kind !== 'media-segment') return [];
      const head = output.initSegment === this.#init ? [] : this.#beginWith(output.initSegment);
      return [...head, ...this.#reassembler.feed(output.octets)];
    });
  }

  #beginWith(init: InitSegment): readonly Output[] {
    this.#init = init;
    this.#reassembler = new Reassembler({ mediaSegments: 'continuing' });
    return this.#reassembler.feed(init.octets);
  }
}
