import { NutCursor } from './nut-cursor.js';

/** A number of seconds as a fraction. */
export interface TimeBase {
  readonly numerator: number;
  readonly denominator: number;
}

/** What a frame code stands for: which fields follow it, and what holds where they are absent. */
export interface FrameCode {
  readonly flags: number;
  readonly ptsDelta: number;
  readonly sizeMultiplier: number;
  readonly sizeLsb: number;
  readonly streamId: number;
  readonly reservedCount: number;
  readonly elisionIndex: number;
}

/** NUT's main header: how all frames of the file are coded. */
export interface MainHeader {
  readonly timeBases: readonly TimeBase[];
  /** One for each value of a frame's first octet. */
  readonly frameCodes: readonly FrameCode[];
  /** Octets that a frame's payload begins with and that are left out of it, by index; number 0 is empty. */
  readonly elisions: readonly Uint8Array[];
}

/** NUT's flag for a frame code that must not occur. */
export const INVALID_FRAME_CODE = 1 << 13;

/** ASCII 'N', the first octet of every start code, which is therefore no frame code. */
const START_CODE_OCTET = 0x4e;

/** Reads the content of a main header; `undefined` where it is malformed. Version 3, and version 4 of pipes. */
export function readMainHeader(content: Uint8Array): MainHeader | undefined {
  const cursor = new NutCursor(content);
  const version = cursor.unsigned();
  if (version !== 3 && version !== 4) return undefined;
  if (version > 3) cursor.unsigned(); // minor version
  const streamCount = cursor.unsigned();
  cursor.unsigned(); // max_distance
  const timeBases = readTimeBases(cursor);
  const frameCodes = readFrameCodes(cursor);
  const elisions = readElisions(cursor);
  const isWhole = !cursor.ranOut && streamCount === 1 && frameCodes.length === 256;
  return isWhole ? { timeBases, frameCodes, elisions } : undefined;
}

function readTimeBases(cursor: NutCursor): readonly TimeBase[] {
  const timeBases: TimeBase[] = [];
  for (let left = cursor.unsigned(); left > 0 && !cursor.ranOut; left -= 1) {
    timeBases.push({ numerator: cursor.unsigned(), denominator: cursor.unsigned() });
  }
  return timeBases;
}

/** The table is run-length coded: each entry holds for `count` frame codes whose sizes count up by one. */
function readFrameCodes(cursor: NutCursor): readonly FrameCode[] {
  const table: FrameCode[] = [];
  let ptsDelta = 0;
  let sizeMultiplier = 1;
  let streamId = 0;
  let elisionIndex = 0;
  while (table.length < 256 && !cursor.ranOut) {
    const flags = cursor.unsigned();
    const fields = cursor.unsigned();
    if (fields > 0) ptsDelta = cursor.signed();
    if (fields > 1) sizeMultiplier = cursor.unsigned();
    if (fields > 2) streamId = cursor.unsigned();
    const sizeLsb = fields > 3 ? cursor.unsigned() : 0;
    const reservedCount = fields > 4 ? cursor.unsigned() : 0;
    const count = fields > 5 ? cursor.unsigned() : sizeMultiplier - sizeLsb;
    if (fields > 6) cursor.signed(); // match_time_delta
    if (fields > 7) elisionIndex = cursor.unsigned();
    for (let skipped = 8; skipped < fields && !cursor.ranOut; skipped += 1) cursor.unsigned();
    if (count <= 0) return [];
    for (let step = 0; step < count && table.length < 256; step += 1) {
      if (table.length === START_CODE_OCTET) table.push(INVALID);
      table.push({ flags, ptsDelta, sizeMultiplier, sizeLsb: sizeLsb + step, streamId, reservedCount, elisionIndex });
    }
  }
  return table;
}

const INVALID: FrameCode = {
  flags: INVALID_FRAME_CODE,
  ptsDelta: 0,
  sizeMultiplier: 1,
  sizeLsb: 0,
  streamId: 0,
  reservedCount: 0,
  elisionIndex: 0,
};

function readElisions(cursor: NutCursor): readonly Uint8Array[] {
  const elisions: Uint8Array[] = [new Uint8Array(0)];
  for (let left = cursor.unsigned(); left > 0 && !cursor.ranOut; left -= 1) {
    elisions.push(cursor.variableOctets().slice());
  }
  return elisions;
}
