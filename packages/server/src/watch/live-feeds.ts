import type { Output } from 'webm-reassembler';
import { LiveFeed } from './live-feed.js';
import type { ViewerOutlet } from './viewer.js';

/** The live pictures of all streams, by stream ID: live streams put in, viewers take out, and neither knows the other. */
export class LiveFeeds {
  readonly #feeds = new Map<string, LiveFeed>();
  readonly #maxWaitingOctets: number;

  /** @param maxWaitingOctets that may wait for one viewer */
  constructor(maxWaitingOctets: number) {
    this.#maxWaitingOctets = maxWaitingOctets;
  }

  /** Takes what one chunk of a live stream came to. */
  add(stream: string, outputs: readonly Output[]): void {
    this.#feedOf(stream).add(outputs);
  }

  /** @returns takes the viewer out again */
  join(stream: string, outlet: ViewerOutlet): () => void {
    return this.#feedOf(stream).join(outlet);
  }

  /** The stream has ended, and its viewers were told. */
  end(stream: string): void {
    this.#feeds.get(stream)?.end();
    this.#feeds.delete(stream);
  }

  #feedOf(stream: string): LiveFeed {
    const feed = this.#feeds.get(stream) ?? new LiveFeed(this.#maxWaitingOctets);
    this.#feeds.set(stream, feed);
    return feed;
  }
}
