/** A block on its way into a Cluster of a recording. */
export interface ArrivingBlock {
  readonly trackNumber: number;
  /** Its time in ticks. */
  readonly ticks: number;
  /** Octets of its element: a SimpleBlock or BlockGroup. */
  readonly octets: number;
  /** Those of its element's start, up to and with its relative timestamp and, last, its flags. */
  readonly headOctets: number;
  /** Whether it is a SimpleBlock, which has a keyframe flag; a BlockGroup has references instead. */
  readonly hasKeyframeFlag: boolean;
  /** Writes its head, with any relative timestamp, into `head`, which is as long. */
  writeHead(head: Uint8Array): void;
  /** What is behind the head: a view. */
  rest(): Uint8Array;
}

/** Blocks one after the other; what the fields say is of the block that was gone to last. */
export interface ArrivingBlocks extends ArrivingBlock {
  /** Moved by who reads it, where a recording's times begin elsewhere than the stream's. */
  ticks: number;
  /** Goes to the next block; `false` behind the last one. */
  next(): boolean;
}
