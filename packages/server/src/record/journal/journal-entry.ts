/*
 * A journal is a sequence of entries, each
 *
 *   [uint32 length of body][uint32 CRC-32 of kind and body][uint8 kind][body]      big-endian
 *
 *   kind 0  start   JSON of JournalStart; the first entry, and only that
 *   kind 1  chunk   [uint32 sequence][float64 receivedAtMs][the chunk's octets]
 *   kind 2  lost    [uint32 first][uint32 last][float64 receivedAtMs]
 *
 * The hard case: a process or a machine that dies amid an entry. What is cut off there is told by its length, what is
 * not what was written by its check sum.
 */
import { crc32 } from 'node:zlib';
import { type JournalStart, readJournalStart } from './journal-start.js';

/** One thing that a journal holds. */
export type JournalEntry =
  | { readonly kind: 'start'; readonly start: JournalStart }
  | {
      readonly kind: 'chunk';
      readonly sequence: number;
      /** When the server received it, in ms since the epoch. */
      readonly receivedAtMs: number;
      /** As they came from the publisher. Where an entry is read these are a view of what was read. */
      readonly octets: Uint8Array;
    }
  | {
      readonly kind: 'lost';
      /** Sequence numbers of the first and the last chunk that the publisher no longer had. */
      readonly first: number;
      readonly last: number;
      readonly receivedAtMs: number;
    };

/** What reading an entry can come to. `damaged` is what no death of a process explains: a disk that lost octets. */
export type JournalEntryRead =
  | { readonly kind: 'entry'; readonly entry: JournalEntry; readonly octets: number }
  | { readonly kind: 'need-more'; readonly octets: number }
  | { readonly kind: 'damaged' };

/** Octets in front of the body. */
export const ENTRY_HEADER_OCTETS = 9;
/** Octets in front of the chunk's own in the body of its entry. */
const CHUNK_FIELDS_OCTETS = 12;
const LOST_OCTETS = 16;

const KINDS = { start: 0, chunk: 1, lost: 2 } as const;

/** An entry as it stands in the file. */
export function encodeEntry(entry: JournalEntry): Uint8Array {
  const body = bodyOf(entry);
  const octets = new Uint8Array(ENTRY_HEADER_OCTETS + body.length);
  octets[8] = KINDS[entry.kind];
  octets.set(body, ENTRY_HEADER_OCTETS);
  const header = new DataView(octets.buffer);
  header.setUint32(0, body.length);
  header.setUint32(4, crc32(octets.subarray(8)));
  return octets;
}

/** Reads the entry that begins at `at`; `need-more` says how many octets from there on would do. */
export function readEntry(octets: Uint8Array, at: number): JournalEntryRead {
  const left = octets.length - at;
  if (left < ENTRY_HEADER_OCTETS) return { kind: 'need-more', octets: ENTRY_HEADER_OCTETS };
  const header = new DataView(octets.buffer, octets.byteOffset + at, ENTRY_HEADER_OCTETS);
  const length = ENTRY_HEADER_OCTETS + header.getUint32(0);
  if (left < length) return { kind: 'need-more', octets: length };
  if (crc32(octets.subarray(at + 8, at + length)) !== header.getUint32(4)) return { kind: 'damaged' };
  const entry = entryOf(header.getUint8(8), octets.subarray(at + ENTRY_HEADER_OCTETS, at + length));
  return entry === undefined ? { kind: 'damaged' } : { kind: 'entry', entry, octets: length };
}

function bodyOf(entry: JournalEntry): Uint8Array {
  switch (entry.kind) {
    case 'start':
      return new TextEncoder().encode(JSON.stringify(entry.start));
    case 'chunk': {
      const body = new Uint8Array(CHUNK_FIELDS_OCTETS + entry.octets.length);
      const fields = new DataView(body.buffer);
      fields.setUint32(0, entry.sequence);
      fields.setFloat64(4, entry.receivedAtMs);
      body.set(entry.octets, CHUNK_FIELDS_OCTETS);
      return body;
    }
    case 'lost': {
      const body = new Uint8Array(LOST_OCTETS);
      const fields = new DataView(body.buffer);
      fields.setUint32(0, entry.first);
      fields.setUint32(4, entry.last);
      fields.setFloat64(8, entry.receivedAtMs);
      return body;
    }
    default:
      return entry satisfies never;
  }
}

function entryOf(kind: number, body: Uint8Array): JournalEntry | undefined {
  const fields = new DataView(body.buffer, body.byteOffset, body.length);
  if (kind === KINDS.start) {
    const start = readJournalStart(new TextDecoder().decode(body));
    return start && { kind: 'start', start };
  }
  if (kind === KINDS.chunk && body.length >= CHUNK_FIELDS_OCTETS) {
    const octets = body.subarray(CHUNK_FIELDS_OCTETS);
    return { kind: 'chunk', sequence: fields.getUint32(0), receivedAtMs: fields.getFloat64(4), octets };
  }
  if (kind === KINDS.lost && body.length === LOST_OCTETS) {
    return { kind: 'lost', first: fields.getUint32(0), last: fields.getUint32(4), receivedAtMs: fields.getFloat64(8) };
  }
  return undefined;
}
