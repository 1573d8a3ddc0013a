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

/** Holds the blocks of recordings whose header never came, until it can be rebuilt from them. */
export interface HeldBlocks {
  /** Holds a block; `false` when this cannot be a recorder's: then nothing is held any longer. */
  hold(block: HeldBlock): boolean;
  /** Tells of something, such as that octets are missing, in its place: behind the blocks that are held. */
  note(tell: () => void): void;
  /** Nothing more comes of the recording: its tracks are told from what is held, or never. */
  settle(): void;
}

/** Who gives blocks to hold, and takes them back. */
export interface HeldBlocksHost {
  /** Takes the body of a Tracks element and the DocType it belongs in; `false` where it cannot be read. */
  readRebuilt(tracksBody: Uint8Array<ArrayBuffer>, docType: string): boolean;
  /** Reads a block that was held, now that its track is described. */
  readHeld(block: HeldBlock): void;
}

/** Makes what rebuilds headers, see {@link CoreOptions.lostHeader}: what `lostHeader()` of `webm-reassembler/lost-header` makes. */
export type HeaderRebuilding = (host: HeldBlocksHost) => HeldBlocks;
