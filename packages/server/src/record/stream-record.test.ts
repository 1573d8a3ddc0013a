import { readStreamRecord, type StreamRecord } from './stream-record.js';

const record: StreamRecord = {
  version: 1,
  id: 'door-camera',
  mimeType: 'video/webm;codecs=vp8,opus',
  startedAt: '2025-01-01T00:00:00.000Z',
  endedAt: null,
  chunks: 3,
  octets: 1000,
  videoCodec: 'vp8',
  audioCodec: 'none',
  width: 640,
  height: 480,
  recordings: ['recording.webm', 'recording-2.webm'],
};

test('a record is read as it was written, without what is not known', () => {
  const text = JSON.stringify({ ...record, future: true });
  expect(readStreamRecord(text)).toEqual({ kind: 'record', record });
});

test.each([
  ['half a file', JSON.stringify(record).slice(0, 40), 'not JSON'],
  ['an ID that leads out of the directory', JSON.stringify({ ...record, id: '../secret' }), '/id'],
  [
    'a recording that leads out of the directory',
    JSON.stringify({ ...record, recordings: ['../recording.webm'] }),
    '/recordings/0',
  ],
  ['a later version', JSON.stringify({ ...record, version: 2 }), '/version'],
])('%s is malformed, and the reason says where', (_, text, reason) => {
  const read = readStreamRecord(text);
  expect(read.kind === 'malformed' && read.reason).toContain(reason);
});
