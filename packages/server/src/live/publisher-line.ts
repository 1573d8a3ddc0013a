import { encodeMessage } from '@webm-reassembler/protocol';
import type { ServerError } from '../errors.js';
import type { PublisherLink } from '../ingest/index.js';
import type { ResultFeed } from '../watch/index.js';
import { errorMessage } from './messages.js';

/** A stream's line to the connection that publishes it: results, what became of its chunks, and why it must go. */
export class PublisherLine {
  readonly #link: PublisherLink;
  readonly #feed: ResultFeed;

  /** @param feed the results of the stream, with what only its publisher may have; closed with the line */
  constructor(link: PublisherLink, feed: ResultFeed) {
    this.#link = link;
    this.#feed = feed;
  }

  isTo(link: PublisherLink): boolean {
    return this.#link === link;
  }

  /** The recording holds the chunks up to this one. */
  acknowledge(sequence: number): void {
    this.#link.send(encodeMessage({ type: 'ack', sequence }));
  }

  tell(error: ServerError): void {
    this.#link.send(encodeMessage(errorMessage(error)));
  }

  /** Closes the connection; the close code is that of the error. */
  hangUp(error: ServerError): void {
    this.#link.hangUp(error);
  }

  /** No more results. */
  close(): void {
    this.#feed.close();
  }
}
