import { inflateSync } from 'node:zlib';
import { readChildren, childOf, type ElementView } from '../elements/element-tree.js';
import * as ID from '../elements/matroska-ids.js';
import { concatOctets, readUnsigned } from '../octets/numbers.js';
import type { TrackEntry } from '../blocks/track-entry.js';

/** Gives a frame's octets as its codec made them. */
export type FrameContents = (frame: Uint8Array) => Uint8Array;

const CONTENT_ENCODING = 0x6240;
const CONTENT_ENCODING_ORDER = 0x5031;
const CONTENT_ENCODING_SCOPE = 0x5032;
const CONTENT_ENCODING_TYPE = 0x5033;
const CONTENT_COMPRESSION = 0x5034;
const CONTENT_COMP_ALGO = 0x4254;
const CONTENT_COMP_SETTINGS = 0x4255;
/** ContentEncodingScope, bit 1: frames (RFC 9559, section 5.1.4.1.31.3). */
const SCOPE_FRAMES = 1;
const ALGO_ZLIB = 0;
const ALGO_HEADER_STRIPPING = 3;
/** A frame that inflates to more is not inflated: a few octets could fill the memory. */
const MAX_INFLATED_OCTETS = 64 << 20;

/**
 * Undoes a track's ContentEncodings as far as Node can: zlib and header stripping. What is encrypted, or compressed in
 * another way, stays as it is.
 */
export function frameContentsFor(entry: TrackEntry): FrameContents {
  const encodings = childrenOf(entry.children, ID.ContentEncodings).filter(({ id }) => id === CONTENT_ENCODING);
  const steps = encodings
    .map((encoding) => readChildren(encoding.body) ?? [])
    .sort((left, right) => unsignedOf(right, CONTENT_ENCODING_ORDER, 0) - unsignedOf(left, CONTENT_ENCODING_ORDER, 0))
    .map(stepFor);
  return (frame) => steps.reduce((octets, step) => step(octets), frame);
}

/** Encodings are undone from the highest order down. */
function stepFor(encoding: readonly ElementView[]): FrameContents {
  const isOfFrames = (unsignedOf(encoding, CONTENT_ENCODING_SCOPE, SCOPE_FRAMES) & SCOPE_FRAMES) !== 0;
  if (!isOfFrames || unsignedOf(encoding, CONTENT_ENCODING_TYPE, 0) !== 0) return (frame) => frame;
  const compression = childrenOf(encoding, CONTENT_COMPRESSION);
  switch (unsignedOf(compression, CONTENT_COMP_ALGO, ALGO_ZLIB)) {
    case ALGO_ZLIB:
      return inflated;
    case ALGO_HEADER_STRIPPING: {
      const stripped = childOf(compression, CONTENT_COMP_SETTINGS)?.body ?? new Uint8Array(0);
      return (frame) => concatOctets([stripped, frame]);
    }
    default:
      return (frame) => frame;
  }
}

function inflated(frame: Uint8Array): Uint8Array {
  try {
    return inflateSync(frame, { maxOutputLength: MAX_INFLATED_OCTETS });
  } catch {
    return frame;
  }
}

function childrenOf(children: readonly ElementView[], id: number): readonly ElementView[] {
  const master = childOf(children, id);
  return (master && readChildren(master.body)) ?? [];
}

function unsignedOf(children: readonly ElementView[], id: number, byDefault: number): number {
  const body = childOf(children, id)?.body;
  return body === undefined ? byDefault : readUnsigned(body, 0, body.length);
}
