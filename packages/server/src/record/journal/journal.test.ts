import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodeEntry, type JournalEntry, readEntry } from './journal-entry.js';
import { JournalReader, type JournalTail } from './journal-reader.js';

const start: JournalEntry = {
  kind: 'start',
  start: {
    version: 1,
    id: 'a',
    mimeType: 'video/webm',
    startedAt: '2025-01-01T00:00:00.000Z',
    canResume: true,
    address: '::1',
  },
};
const entries: readonly JournalEntry[] = [
  start,
  { kind: 'chunk', sequence: 0, receivedAtMs: 1000.5, octets: Uint8Array.of(0x1a) },
  { kind: 'chunk', sequence: 1, receivedAtMs: 1250, octets: Uint8Array.of() },
  { kind: 'lost', first: 2, last: 40, receivedAtMs: 1300 },
  { kind: 'chunk', sequence: 41, receivedAtMs: 1500, octets: new Uint8Array(1_200_000).fill(7) },
];

let root = '';
let path = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(root, 'ingest.journal');
  await writeFile(path, Buffer.concat(entries.map(encodeEntry)));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function readAll(): Promise<{
  readonly read: readonly unknown[];
  readonly at: number;
  readonly tail: JournalTail;
}> {
  const reader = await JournalReader.open(path);
  const read: unknown[] = [];
  for (;;) {
    const step = await reader.next();
    if (step.kind === 'entry') read.push(summaryOf(step.entry));
    else {
      await reader.close();
      return { read, at: step.at, tail: step.tail };
    }
  }
}

test('what is written into a journal is read from it', async () => {
  const { length } = await readFile(path);
  expect(await readAll()).toEqual({ read: entries.map(summaryOf), at: length, tail: { kind: 'whole' } });
});

test('an entry that is cut off anywhere is left out, and what stands before it is read', async () => {
  const { length } = await readFile(path);
  const last = encodeEntry(entries[4] ?? start).length;
  for (const cut of [1, 8, 9, 12, 1_100_000, last - 1]) {
    await truncate(path, length - last + cut);
    const { read, at, tail } = await readAll();
    expect({ read: read.length, at, tail }).toEqual({
      read: 4,
      at: length - last,
      tail: { kind: 'torn', octets: cut },
    });
    await writeFile(path, Buffer.concat(entries.map(encodeEntry)));
  }
});

test.each([
  ['zeros that a disk never filled', Buffer.alloc(5000)],
  ['an entry with a flipped bit', flipped(encodeEntry({ ...start }))],
  ['an entry of no known kind', encodeWithKind(9)],
])('%s are told as damage', async (_, octets) => {
  const { length } = await readFile(path);
  await appendFile(path, octets);
  expect(await readAll()).toEqual({
    read: entries.map(summaryOf),
    at: length,
    tail: { kind: 'damaged', octets: octets.length },
  });
});

test('an entry says how many octets it needs, and nothing is made of a length before they are there', () => {
  const octets = encodeEntry({ kind: 'lost', first: 1, last: 2, receivedAtMs: 3 });
  expect(readEntry(octets.subarray(0, 5), 0)).toEqual({ kind: 'need-more', octets: 9 });
  expect(readEntry(octets.subarray(0, 10), 0)).toEqual({ kind: 'need-more', octets: octets.length });
  expect(readEntry(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1), 0)).toEqual({
    kind: 'need-more',
    octets: 0xffffffff + 9,
  });
});

/** Comparing a million octets one by one takes jest a minute. */
function summaryOf(entry: JournalEntry): unknown {
  return entry.kind === 'chunk' ? { ...entry, octets: [entry.octets.length, crc32(entry.octets)] } : entry;
}

function flipped(octets: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(octets);
  copy[20] = (copy[20] ?? 0) ^ 1;
  return copy;
}

/** A whole entry with a right check sum, whose kind a later version may know. */
function encodeWithKind(kind: number): Uint8Array {
  const octets = encodeEntry({ kind: 'lost', first: 0, last: 0, receivedAtMs: 0 });
  octets[8] = kind;
  new DataView(octets.buffer).setUint32(4, crc32(octets.subarray(8)));
  return octets;
}
