import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unsigned, walk } from './ebml-walk.mjs';

const FIXTURES = fileURLToPath(new URL('../../../../fixtures/', import.meta.url));
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
/** A Timestamp of four octets holds 49 days of ms. */
const LONG_TIMESTAMP_OCTETS = 6;
/** Between the last block of one repetition and the first of the next. */
const STEP_MS = 33;

/**
 * A real recording, repeated to a length as if the recorder had gone on: one header, and the Clusters of each repetition
 * with their Timestamps moved behind those of the one before. It is cut where the recorder cut, again and again.
 *
 * @param {string} fixture
 * @param {number} octetsWanted
 * @returns {Uint8Array[]} The chunks, each with memory of its own, as a recorder delivers them.
 */
export function liveRecording(fixture, octetsWanted) {
  const original = readChunks(fixture);
  const octets = Buffer.concat(original);
  const { headerEnd, timestamps, lengthMs } = outline(octets);
  const cuts = endOffsets(original);
  const chunks = [];
  /** @type {Buffer[]} */
  let open = [octets.subarray(0, headerEnd)];
  let made = 0;
  for (let repetition = 0; ; repetition++) {
    let from = headerEnd;
    for (const end of cuts.filter((cut) => cut > headerEnd)) {
      const piece = withTimestampsMoved(octets, from, end, timestamps, repetition * lengthMs);
      open.push(...piece);
      from = end;
      if (end === octets.length) break; // the recorder did not cut here: the next repetition goes on in this chunk
      const chunk = ownMemory(open);
      chunks.push(chunk);
      open = [];
      made += chunk.length;
      if (made >= octetsWanted) return chunks;
    }
  }
}

/** Smaller chunks share one memory: an ArrayBuffer for each octet would be all that is measured. */
const SMALLEST_OWN_MEMORY = 100;

/**
 * The same octets in chunks of `length`.
 *
 * @param {readonly Uint8Array[]} chunks
 * @param {number} length
 */
export function recut(chunks, length) {
  const whole = ownMemory(chunks);
  if (length >= whole.length) return [whole];
  return Array.from({ length: Math.ceil(whole.length / length) }, (_, index) => {
    const view = whole.subarray(index * length, (index + 1) * length);
    return length < SMALLEST_OWN_MEMORY ? view : ownMemory([view]);
  });
}

/** @param {string} fixture */
export function readChunks(fixture) {
  const folder = join(FIXTURES, fixture);
  const files = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  return files.sort().map((name) => readFileSync(join(folder, name)));
}

/**
 * Where the header ends, where the Timestamps of Clusters are, and how long the recording lasts.
 *
 * @param {Uint8Array} octets
 */
function outline(octets) {
  const timestamps = [];
  let headerEnd = Infinity;
  let clusterMs = 0;
  let newestMs = 0;
  for (const { id, start, bodyStart, bodyEnd } of walk(octets)) {
    if (id === CLUSTER) headerEnd = Math.min(headerEnd, start);
    if (id === TIMESTAMP) {
      clusterMs = unsigned(octets, bodyStart, bodyEnd);
      timestamps.push({ start, end: bodyEnd, ms: clusterMs });
    }
    if (id === SIMPLE_BLOCK) newestMs = Math.max(newestMs, clusterMs + unsigned(octets, bodyStart + 1, bodyStart + 3));
  }
  return { headerEnd, timestamps, lengthMs: newestMs + STEP_MS };
}

/**
 * @param {Buffer} octets
 * @param {number} from
 * @param {number} to
 * @param {readonly { readonly start: number, readonly end: number, readonly ms: number }[]} timestamps
 * @param {number} byMs
 */
function withTimestampsMoved(octets, from, to, timestamps, byMs) {
  const pieces = [];
  let at = from;
  for (const { start, end, ms } of timestamps) {
    if (start < at || start >= to) continue;
    pieces.push(octets.subarray(at, start), timestampElement(ms + byMs));
    at = end;
  }
  if (at < to) pieces.push(octets.subarray(at, to));
  return pieces;
}

/** @param {number} ms */
function timestampElement(ms) {
  const element = Buffer.alloc(LONG_TIMESTAMP_OCTETS);
  element.writeUInt16BE((TIMESTAMP << 8) | 0x84);
  element.writeUInt32BE(ms, 2);
  return element;
}

/** @param {readonly Uint8Array[]} chunks */
function endOffsets(chunks) {
  let end = 0;
  return chunks.map(({ length }) => (end += length));
}

/** @param {readonly Uint8Array[]} pieces */
function ownMemory(pieces) {
  const octets = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    octets.set(piece, at);
    at += piece.length;
  }
  return octets;
}
