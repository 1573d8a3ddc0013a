/** The element of a block, and where it stood. */
export interface HeldBlock {
  readonly elementId: number;
  readonly octets: Uint8Array;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Octets of the stream before the element. */
  readonly offset: number;
  /** The Timestamp of its Cluster in ticks, and which one it was. */
  readonly clusterTicks: number;
  readonly cluster: number;
}

/** Holds the blocks of a recording whose header never came, until it can be rebuilt from them. */
export interface HeldBlocks {
  /** DocType of a recording with the rebuilt tracks. */
  readonly docType: string;
  /** Holds a block; `false` when this cannot be a recorder's. */
  hold(block: HeldBlock): boolean;
  /**
   * The body of a Tracks element for the held blocks, once it is settled which tracks there are.
   *
   * @param isEnd - nothing more will come: settle for what is there
   */
  rebuild(isEnd: boolean): Uint8Array | undefined;
  /** Keeps what is to be told between the blocks before and those that follow, such as that octets are missing there. */
  note(tell: () => void): void;
  /** Hands out the held blocks, and tells what was noted, in the order in which they came; nothing is held any longer. */
  release(read: (block: HeldBlock) => void): void;
}

/** Begins to rebuild a header, see {@link ReassemblerOptions.lostHeader}: what `webm-reassembler/lost-header` exports. */
export type HeaderRebuilding = (mimeType: string, maxOctets: number) => HeldBlocks;
