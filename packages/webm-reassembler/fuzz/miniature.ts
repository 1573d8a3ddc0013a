/*
 * A real recording made small: all its elements as the browser wrote them, but of each frame only the first octets, which
 * are what this library looks at. A million mutations of the recordings themselves would take days.
 */
import { ID, octetsOf, readElements, type FlatElement } from '../../../fixtures/elements.js';
import { element, join, timestamp, unknownSized } from '../test/support/webm.js';

/** What is kept of a frame: enough for a sequence header or parameter sets with a keyframe, and for a frame tag otherwise. */
const KEYFRAME_OCTETS = 64;
const FRAME_OCTETS = 12;
const BLOCK_HEADER_OCTETS = 4;

/** The recording with at most this many blocks of each run, and short frames. Its Clusters are of unknown size. */
export function miniatureOf(recording: Uint8Array, mostBlocks: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let blocks = 0;
  for (const found of childrenToCopy(readElements(recording))) {
    if (found.id === ID.EBML) blocks = 0;
    if (isBlock(found.id) && ++blocks > mostBlocks) continue;
    parts.push(copyOf(recording, found));
  }
  return join(...parts);
}

/** The elements without the children of those that are copied whole. */
function childrenToCopy(elements: readonly FlatElement[]): readonly FlatElement[] {
  let end = 0;
  return elements.filter((found) => {
    if (found.start < end) return false;
    const isEntered = found.id === ID.Segment || found.id === ID.Cluster;
    end = isEntered ? found.dataStart : found.dataStart + (found.size ?? 0);
    return true;
  });
}

function isBlock(id: number): boolean {
  return id === ID.SimpleBlock || id === ID.BlockGroup;
}

function copyOf(recording: Uint8Array, found: FlatElement): Uint8Array {
  const body = octetsOf(recording, found);
  switch (found.id) {
    case ID.Segment:
    case ID.Cluster:
      return unknownSized(found.id);
    case ID.Timestamp:
      return timestamp(body.reduce((value, octet) => value * 256 + octet, 0));
    case ID.SimpleBlock:
      return element(found.id, shortened(body));
    case ID.BlockGroup:
      return element(found.id, join(...blockGroupChildren(body)));
    default:
      return recording.slice(found.start, found.dataStart + body.length);
  }
}

function blockGroupChildren(body: Uint8Array): readonly Uint8Array[] {
  return readElements(body).map((child) => {
    const octets = octetsOf(body, child);
    if (child.id === ID.Block) return element(child.id, shortened(octets));
    return child.id === ID.BlockAdditions
      ? element(child.id, element(0xa6, octets.subarray(0, 6)))
      : body.slice(child.start, child.dataStart + octets.length);
  });
}

/** A keyframe is told by its first octets being unlike those of other frames; a long frame is as good a guess. */
function shortened(block: Uint8Array): Uint8Array {
  const kept = block.length > 1500 ? KEYFRAME_OCTETS : FRAME_OCTETS;
  return block.subarray(0, BLOCK_HEADER_OCTETS + kept);
}
