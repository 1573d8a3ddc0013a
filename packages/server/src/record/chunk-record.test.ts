import { CHUNK_FILE_PATTERN, chunkFileName, type ChunkRecord, readChunkRecords } from './chunk-record.js';

const record: ChunkRecord = {
  sequence: 7,
  file: '000007.webm',
  octets: 10,
  startMs: 0,
  endMs: 250,
  leadInBlocks: 2,
  leadInMs: 66,
  recording: 'recording.webm',
  fromOctet: 100,
  toOctet: 105,
  initFromOctet: 0,
  initToOctet: 5,
};

test('lines come back as records; a line that is still being written is left out', () => {
  const text = `${JSON.stringify(record)}\n${JSON.stringify({ ...record, sequence: 8 })}\n{"sequence":9,"oct`;
  expect(readChunkRecords(text).map((read) => read.sequence)).toEqual([7, 8]);
});

test('a file name that leads elsewhere is no chunk', () => {
  expect(readChunkRecords(`${JSON.stringify({ ...record, file: '../../x.webm' })}\n`)).toEqual([]);
});

test('names of chunk files sort like their numbers and match what HTTP lets through', () => {
  const names = [chunkFileName(0, 0), chunkFileName(9, 0), chunkFileName(9, 1), chunkFileName(123_456, 0)];
  expect(names).toEqual(['000000.webm', '000009.webm', '000009-2.webm', '123456.webm']);
  for (const name of names) expect(name).toMatch(new RegExp(CHUNK_FILE_PATTERN));
});
