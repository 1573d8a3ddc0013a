import { expect, test } from '@jest/globals';
import { ingestAddress, streamPath } from './addresses.js';
import { fetchChunks, readChunks } from './chunk-catalogue.js';

const entry = { path: '/api/streams/s/chunks/000012.webm', startMs: 2000, endMs: 3250 };

test('the number of a chunk is in its path where the server does not say it', () => {
  expect(readChunks([entry])).toEqual([{ ...entry, sequence: 12, leadInMs: 0 }]);
  expect(readChunks({ chunks: [{ ...entry, sequence: 7, leadInMs: 1000 }] })).toEqual([
    { ...entry, sequence: 7, leadInMs: 1000 },
  ]);
});

test('what is no chunk is left out', () => {
  expect(readChunks([null, 3, {}, { ...entry, startMs: '2' }, { ...entry, path: 'other' }])).toEqual([]);
  expect(readChunks('no list')).toEqual([]);
});

test('a server that cannot be reached gives no chunks and no exception', async () => {
  expect(await fetchChunks('s', () => Promise.reject(new TypeError('failed')))).toEqual([]);
  expect(await fetchChunks('s', () => Promise.resolve(new Response('', { status: 404 })))).toEqual([]);
});

test('addresses follow the page', () => {
  expect(ingestAddress({ protocol: 'https:', host: 'example.org' })).toBe('wss://example.org/ingest');
  expect(ingestAddress({ protocol: 'http:', host: 'localhost:8080' })).toBe('ws://localhost:8080/ingest');
  expect(streamPath('a/b')).toBe('/api/streams/a%2Fb');
});
