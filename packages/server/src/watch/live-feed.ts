import { GopBuffer, type Output } from 'webm-reassembler';
import { ContinuingForm } from './continuing-form.js';
import { livePartsOf } from './live-part.js';
import { Viewer, type ViewerOutlet } from './viewer.js';

/** Longest group of pictures that late viewers are given: 30 s of 4 Mbit/s. Where one is longer they wait for the next. */
const MAX_GROUP_OCTETS = 16 * 1024 * 1024;

/** What there is only while somebody watches: a stream that nobody does costs no more than holding its current group. */
interface Watched {
  readonly form: ContinuingForm;
  /** The current group in the form for viewers. */
  readonly gop: GopBuffer;
}

/** The live picture of one stream: holds the current group of pictures, and hands what comes to each viewer. */
export class LiveFeed {
  readonly #gop = newGop();
  readonly #viewers = new Map<Viewer, ViewerOutlet>();
  readonly #maxWaitingOctets: number;
  #watched: Watched | undefined;

  /** @param maxWaitingOctets that may wait for one viewer */
  constructor(maxWaitingOctets: number) {
    this.#maxWaitingOctets = maxWaitingOctets;
  }

  /** Takes what one chunk came to. */
  add(outputs: readonly Output[]): void {
    this.#gop.add(outputs);
    if (this.#watched === undefined) return;
    const continuing = this.#watched.form.feed(outputs);
    this.#watched.gop.add(continuing);
    for (const part of livePartsOf(continuing)) {
      for (const viewer of this.#viewers.keys()) viewer.take(part);
    }
  }

  /** @returns takes the viewer out again */
  join(outlet: ViewerOutlet): () => void {
    this.#watched ??= this.#beginWatched();
    const viewer = new Viewer(outlet, this.#maxWaitingOctets, this.#watched.gop.join());
    this.#viewers.set(viewer, outlet);
    return () => {
      this.#viewers.delete(viewer);
      if (this.#viewers.size === 0) this.#watched = undefined;
    };
  }

  /** The stream has ended. */
  end(): void {
    for (const outlet of this.#viewers.values()) outlet.close();
    this.#viewers.clear();
  }

  #beginWatched(): Watched {
    const watched = { form: new ContinuingForm(), gop: newGop() };
    const join = this.#gop.join();
    if (join !== undefined) watched.gop.add(watched.form.begin(join));
    return watched;
  }
}

function newGop(): GopBuffer {
  return new GopBuffer({ maxOctets: MAX_GROUP_OCTETS });
}
