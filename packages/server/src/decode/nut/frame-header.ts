import { INVALID_FRAME_CODE, type FrameCode, type MainHeader } from './main-header.js';
import { NutCursor } from './nut-cursor.js';

/** NUT's flags of a frame. */
const CODED_PTS = 1 << 3;
const STREAM_ID = 1 << 4;
const SIZE_MSB = 1 << 5;
const CHECKSUM = 1 << 6;
const RESERVED = 1 << 7;
const SIDE_DATA = 1 << 8;
const ELISION_INDEX = 1 << 10;
const MATCH_TIME = 1 << 11;
const CODED_FLAGS = 1 << 12;

/** No frame header of ours is longer: a handful of numbers of at most ten octets. */
const MAX_HEADER_OCTETS = 128;

/** Larger frames are written in full, whatever their elision index says. */
const MAX_ELIDED_FRAME_OCTETS = 4096;

/** What stands in front of a frame's payload. */
export interface FrameHeader {
  readonly kind: 'frame-header';
  /** Octets of the header itself. */
  readonly headerOctets: number;
  /** Timestamp in the stream's time base. */
  readonly pts: number;
  /** Octets of the payload that follow in the file. */
  readonly payloadOctets: number;
  /** Octets that the payload begins with and that do not follow in the file. */
  readonly elision: Uint8Array;
}

/** What reading a frame header can come to. */
export type FrameHeaderRead =
  FrameHeader | { readonly kind: 'need-more' } | { readonly kind: 'malformed'; readonly reason: string };

/** What a frame's timestamp depends on. */
export interface PtsContext {
  readonly lastPts: number;
  readonly ptsLsbBits: number;
}

/** Reads the frame header that `octets` begin with. */
export function readFrameHeader(octets: Uint8Array, main: MainHeader, context: PtsContext): FrameHeaderRead {
  const cursor = new NutCursor(octets);
  const code = main.frameCodes[cursor.octet()];
  if (cursor.ranOut) return { kind: 'need-more' };
  if (code === undefined) return malformed('a frame code is not in the table');
  const read = readFields(cursor, code, main, context);
  if (!cursor.ranOut) return read;
  return octets.length < MAX_HEADER_OCTETS ? { kind: 'need-more' } : malformed('a frame header does not end');
}

function readFields(cursor: NutCursor, code: FrameCode, main: MainHeader, context: PtsContext): FrameHeaderRead {
  // The coded flags say which of the table's flags are the other way round for this frame.
  const flags = code.flags & CODED_FLAGS ? code.flags ^ cursor.unsigned() : code.flags;
  const streamId = flags & STREAM_ID ? cursor.unsigned() : code.streamId;
  const pts = flags & CODED_PTS ? fullPts(cursor.unsigned(), context) : context.lastPts + code.ptsDelta;
  const sizeMsb = flags & SIZE_MSB ? cursor.unsigned() : 0;
  if (flags & MATCH_TIME) cursor.signed();
  const elisionIndex = flags & ELISION_INDEX ? cursor.unsigned() : code.elisionIndex;
  let reserved = flags & RESERVED ? cursor.unsigned() : code.reservedCount;
  for (; reserved > 0 && !cursor.ranOut; reserved -= 1) cursor.unsigned();
  if (flags & CHECKSUM) cursor.octets(4);
  if (cursor.ranOut) return { kind: 'need-more' };
  if (flags & (INVALID_FRAME_CODE | SIDE_DATA)) return malformed(`a frame has flags 0x${flags.toString(16)}`);
  const frameOctets = sizeMsb * code.sizeMultiplier + code.sizeLsb;
  const elision = main.elisions[frameOctets > MAX_ELIDED_FRAME_OCTETS ? 0 : elisionIndex];
  if (streamId !== 0 || elision === undefined) return malformed('a frame belongs to a stream that was not asked for');
  const payloadOctets = frameOctets - elision.length;
  if (payloadOctets < 0) return malformed('a frame has less than no octets');
  return { kind: 'frame-header', headerOctets: cursor.position, pts, payloadOctets, elision };
}

/**
 * A timestamp is coded either in full, above a bias of 2^bits, or by its low bits alone: then it is the one nearest to
 * the timestamp before.
 */
function fullPts(coded: number, context: PtsContext): number {
  const range = 2 ** context.ptsLsbBits;
  if (coded >= range) return coded - range;
  const lowest = context.lastPts - Math.floor((range - 1) / 2);
  const above = (((coded - lowest) % range) + range) % range;
  return lowest + above;
}

function malformed(reason: string): FrameHeaderRead {
  return { kind: 'malformed', reason };
}
