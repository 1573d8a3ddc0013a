import type { DamageCode } from './damage.js';

/** Octets of an element's data that {@link ElementSink.checkStart} may look at, however the chunks are cut. */
export const START_OCTETS = 24;

/** Who is told of the elements. Offsets count octets of the whole stream. */
export interface ElementSink {
  /** A Segment or Cluster begins; `isSized` when it says where it ends. */
  masterStarted(id: number, isSized: boolean): void;
  /** A whole element: `octets[bodyStart..bodyEnd)` is its data. Answers with what is wrong with it, if anything. */
  element(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined;
  /** The first octets of an element that is still arriving: the chance to notice nonsense before waiting for its end. */
  checkStart(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined;
  /** The octets at `offset` cannot be read; everything up to {@link ElementSink.resumed} is passed over. */
  damaged(code: DamageCode, offset: number): void;
  /** Reading goes on at `offset`. */
  resumed(offset: number): void;
}
