import { readElementHeader, UNKNOWN_SIZE, type ElementHeader } from '../elements/element-header.js';
import * as ID from '../elements/matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';

/** Where {@link readBlockGroup} leaves what it read; used again for every BlockGroup. Offsets are into the same octets. */
export interface BlockGroup {
  blockStart: number;
  blockEnd: number;
  /** Whether no other frame is needed: there is no reference. Presence decides, for Chromium's value is no valid delta. */
  isFlagged: boolean;
  /** Whether there are BlockAdditions: a browser's alpha channel. */
  hasAdditions: boolean;
  /** BlockDuration in ticks, or -1. */
  durationTicks: number;
}

const child: ElementHeader = { id: 0, size: 0, need: 0 };

/** Reads the children of a BlockGroup (RFC 9559, section 5.1.3.5); `false` when they are damaged or there is not one Block. */
export function readBlockGroup(octets: Uint8Array, start: number, end: number, group: BlockGroup): boolean {
  group.blockStart = -1;
  group.isFlagged = true;
  group.hasAdditions = false;
  group.durationTicks = -1;
  for (let at = start; at < end;) {
    const headerLength = readElementHeader(octets, at, end, child);
    if (headerLength <= 0 || child.size === UNKNOWN_SIZE) return false;
    const bodyStart = at + headerLength;
    at = bodyStart + child.size;
    if (at > end) return false;
    if (child.id === ID.Block && group.blockStart >= 0) return false;
    takeChild(octets, bodyStart, at, group);
  }
  return group.blockStart >= 0;
}

function takeChild(octets: Uint8Array, bodyStart: number, bodyEnd: number, group: BlockGroup): void {
  switch (child.id) {
    case ID.Block:
      group.blockStart = bodyStart;
      group.blockEnd = bodyEnd;
      break;
    case ID.ReferenceBlock:
      group.isFlagged = false;
      break;
    case ID.BlockAdditions:
      group.hasAdditions = true;
      break;
    case ID.BlockDuration:
      group.durationTicks = readUnsigned(octets, bodyStart, bodyEnd);
      break;
    default:
      break;
  }
}

/** Whether the first octets of a BlockGroup's body may be one: its first child has an ID that belongs there. */
export function mayBeBlockGroup(octets: Uint8Array, start: number, end: number): boolean {
  const headerLength = readElementHeader(octets, start, end, child);
  if (headerLength <= 0) return false;
  switch (child.id) {
    case ID.Block:
    case ID.BlockAdditions:
    case ID.BlockDuration:
    case ID.ReferencePriority:
    case ID.ReferenceBlock:
    case ID.CodecState:
    case ID.DiscardPadding:
    case ID.BlockVirtual:
    case ID.ReferenceVirtual:
    case ID.ReferenceFrame:
    case ID.Slices:
    case ID.Void:
    case ID.CRC32:
      return true;
    default:
      return false;
  }
}
