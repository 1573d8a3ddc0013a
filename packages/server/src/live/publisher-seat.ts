import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { StillType } from '../frames/still-header.js';
import type { OpenStream, PublisherLink } from '../ingest/index.js';
import type { LiveStream } from './live-stream.js';

/**
 * What one connection holds of its stream. When a newer connection has taken the stream over, the old one may still
 * have messages under way; they come to nothing here instead of getting between those of the new one.
 */
export class PublisherSeat implements OpenStream {
  readonly #stream: LiveStream;
  readonly #publisher: PublisherLink;

  constructor(stream: LiveStream, publisher: PublisherLink) {
    this.#stream = stream;
    this.#publisher = publisher;
  }

  get id(): string {
    return this.#stream.id;
  }

  get analysis(): AnalysisSettings {
    return this.#stream.analysis;
  }

  get takesChunks(): boolean {
    return this.#stream.isPublishedBy(this.#publisher);
  }

  get nextSequence(): number {
    return this.#stream.nextSequence;
  }

  get recordedSequence(): number {
    return this.#stream.recordedSequence;
  }

  get unrecordedOctets(): number {
    return this.#stream.unrecordedOctets;
  }

  expectStills(type: StillType): void {
    if (this.takesChunks) this.#stream.expectStills(type);
  }

  async take(chunk: Uint8Array, capturedAtMs?: number): Promise<void> {
    if (this.takesChunks) await this.#stream.take(chunk, capturedAtMs);
  }

  async takeLost(last: number): Promise<void> {
    if (this.takesChunks) await this.#stream.takeLost(last);
  }

  async finish(): Promise<void> {
    if (this.takesChunks) await this.#stream.finishAsPublished();
  }

  leave(): void {
    if (this.takesChunks) this.#stream.detach();
  }
}
