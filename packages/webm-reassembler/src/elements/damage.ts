/** What can be wrong with the octets of an element. Each is also a code of a {@link Gap}. */
export type DamageCode =
  /** The stream does not begin as EBML: this is not WebM or Matroska, or its beginning is missing. */
  | 'not-webm'
  /** An Element ID or Element Data Size that cannot be, or an element where it cannot be. */
  | 'malformed-element'
  /** An element that claims to end behind the end of its parent. */
  | 'size-beyond-parent'
  /** An element larger than the limit for its kind. */
  | 'limit-exceeded'
  /** An EBML header, Info or Tracks that cannot be read. */
  | 'malformed-header'
  /** A Block whose header or lacing cannot be read, or that no Cluster Timestamp precedes. */
  | 'malformed-block'
  /** A Block of a track that Tracks does not describe. */
  | 'unknown-track'
  /** A Block of a time that its track had passed already: octets were lost, repeated or delivered out of order. */
  | 'timestamp-runs-back'
  /** A Cluster far ahead of the ones before and after it: its Timestamp was damaged. */
  | 'timestamp-jumps'
  /** No track has anything for a time that the sound says was recorded: octets were lost where elements met. */
  | 'missing-time'
  /** A frame builds on one that never came, by its own numbers: octets were lost where elements met. */
  | 'missing-frames';
