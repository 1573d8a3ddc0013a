import { encodeMessage } from '@webm-reassembler/protocol';
import type { InitSegment, StandalonePiece } from 'webm-reassembler';
import type { LivePart } from './live-part.js';
import type { Outlet } from './result-feed.js';

/** A viewer's socket, seen from here. */
export interface ViewerOutlet extends Outlet {
  sendOctets(octets: Uint8Array): void;
  /** The stream has ended, and the viewer was told. */
  close(): void;
}

/**
 * | state     | goes to   | when                                                                          |
 * | --------- | --------- | ----------------------------------------------------------------------------- |
 * | following | skipping  | more waits for the viewer than may                                            |
 * | skipping  | following | a part opens with a random access point, and the viewer has taken what waited |
 */
type State = 'following' | 'skipping';

/**
 * One viewer's queue, which is what its socket has not taken yet. It is bounded: a viewer that is slower than the stream is
 * sent nothing more until it has caught up, and goes on at the next random access point. Nobody waits for it.
 */
export class Viewer {
  readonly #outlet: ViewerOutlet;
  readonly #maxWaitingOctets: number;
  #state: State = 'skipping';
  #init: InitSegment | undefined;

  /** @param join what the stream has for who joins now; absent before its first block, and where a group is too long */
  constructor(outlet: ViewerOutlet, maxWaitingOctets: number, join: StandalonePiece | undefined) {
    this.#outlet = outlet;
    this.#maxWaitingOctets = maxWaitingOctets;
    if (join === undefined) return;
    this.#announce(join.initSegment);
    this.#outlet.sendOctets(join.octets);
    this.#state = 'following';
  }

  take(part: LivePart): void {
    const { waitingOctets } = this.#outlet;
    if (this.#state === 'skipping') {
      if (!part.opensWithRandomAccessPoint || waitingOctets > this.#maxWaitingOctets / 2) return;
      this.#state = 'following';
      if (this.#init !== undefined) this.#say({ type: 'moved-on', timestampMs: part.timestampMs });
    } else if (waitingOctets > this.#maxWaitingOctets) {
      this.#state = 'skipping';
      return;
    }
    if (part.initSegment !== this.#init) {
      this.#announce(part.initSegment);
      this.#outlet.sendOctets(part.initSegment.octets);
    }
    this.#outlet.sendOctets(part.octets);
  }

  #announce(init: InitSegment): void {
    this.#init = init;
    this.#say({ type: 'init', mimeType: init.mimeType });
  }

  #say(message: Parameters<typeof encodeMessage>[0]): void {
    this.#outlet.send(encodeMessage(message));
  }
}
