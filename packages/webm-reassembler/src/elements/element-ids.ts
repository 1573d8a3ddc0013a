/**
 * The Element IDs that this library reads or writes (RFC 8794, section 11.2; RFC 9559, section 5), marker bits included.
 * Everything else is carried or skipped without being looked into.
 */
export const ID = {
  EBML: 0x1a45dfa3,
  EBMLVersion: 0x4286,
  EBMLReadVersion: 0x42f7,
  EBMLMaxIDLength: 0x42f2,
  EBMLMaxSizeLength: 0x42f3,
  DocType: 0x4282,
  DocTypeVersion: 0x4287,
  DocTypeReadVersion: 0x4285,
  DocTypeExtension: 0x4281,
  Void: 0xec,
  CRC32: 0xbf,
  Segment: 0x18538067,
  SeekHead: 0x114d9b74,
  Seek: 0x4dbb,
  SeekID: 0x53ab,
  SeekPosition: 0x53ac,
  Info: 0x1549a966,
  TimestampScale: 0x2ad7b1,
  Duration: 0x4489,
  MuxingApp: 0x4d80,
  WritingApp: 0x5741,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackUID: 0x73c5,
  TrackType: 0x83,
  FlagLacing: 0x9c,
  DefaultDuration: 0x23e383,
  CodecID: 0x86,
  CodecPrivate: 0x63a2,
  MaxBlockAdditionID: 0x55ee,
  CodecDelay: 0x56aa,
  SeekPreRoll: 0x56bb,
  Name: 0x536e,
  Language: 0x22b59c,
  LanguageBCP47: 0x22b59d,
  ContentEncodings: 0x6d80,
  Video: 0xe0,
  PixelWidth: 0xb0,
  PixelHeight: 0xba,
  DisplayWidth: 0x54b0,
  DisplayHeight: 0x54ba,
  DisplayUnit: 0x54b2,
  AlphaMode: 0x53c0,
  Audio: 0xe1,
  SamplingFrequency: 0xb5,
  Channels: 0x9f,
  BitDepth: 0x6264,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  Position: 0xa7,
  PrevSize: 0xab,
  SilentTracks: 0x5854,
  SimpleBlock: 0xa3,
  BlockGroup: 0xa0,
  Block: 0xa1,
  EncryptedBlock: 0xaf,
  BlockAdditions: 0x75a1,
  BlockDuration: 0x9b,
  ReferencePriority: 0xfa,
  ReferenceBlock: 0xfb,
  CodecState: 0xa4,
  BlockVirtual: 0xa2,
  ReferenceVirtual: 0xfd,
  ReferenceFrame: 0xc8,
  Slices: 0x8e,
  DiscardPadding: 0x75a2,
  Cues: 0x1c53bb6b,
  CuePoint: 0xbb,
  CueTime: 0xb3,
  CueTrackPositions: 0xb7,
  CueTrack: 0xf7,
  CueClusterPosition: 0xf1,
  CueRelativePosition: 0xf0,
  Chapters: 0x1043a770,
  Tags: 0x1254c367,
  Attachments: 0x1941a469,
} as const;

/** Whether `id` is a child of Segment and of nothing else: its start ends an unknown-sized Cluster (RFC 8794, section 6.2). */
export function isSegmentChild(id: number): boolean {
  switch (id) {
    case ID.Cluster:
    case ID.SeekHead:
    case ID.Info:
    case ID.Tracks:
    case ID.Cues:
    case ID.Chapters:
    case ID.Tags:
    case ID.Attachments:
      return true;
    default:
      return false;
  }
}

/** Whether `id` is a child of Cluster that this library has a name for. */
export function isClusterChild(id: number): boolean {
  switch (id) {
    case ID.Timestamp:
    case ID.Position:
    case ID.PrevSize:
    case ID.SilentTracks:
    case ID.SimpleBlock:
    case ID.BlockGroup:
    case ID.EncryptedBlock:
      return true;
    default:
      return false;
  }
}

/** Whether an element of this ID may follow another one in a stream, as far as this library knows. */
export function isNamed(id: number): boolean {
  return (
    isClusterChild(id) || isSegmentChild(id) || id === ID.Void || id === ID.CRC32 || id === ID.EBML || id === ID.Segment
  );
}

/** RFC 8794, section 5: the shortest form, and neither all zeros nor all ones behind the marker. */
export function isWellFormedId(id: number): boolean {
  const width = id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
  const value = id - 2 ** (7 * width);
  const fewest = width === 1 ? 1 : 2 ** (7 * (width - 1)) - 1;
  return Math.clz32(id / 256 ** (width - 1)) - 23 === width && value >= fewest && value < 2 ** (7 * width) - 1;
}
