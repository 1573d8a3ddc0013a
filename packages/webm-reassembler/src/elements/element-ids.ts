import * as ID from './matroska-ids.js';

export * as ID from './matroska-ids.js';

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

/** Whether `id` is of an element that carries a Block. */
export function isBlock(id: number): boolean {
  return id === ID.SimpleBlock || id === ID.BlockGroup || id === ID.EncryptedBlock;
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
