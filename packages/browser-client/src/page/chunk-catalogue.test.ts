import { expect, test } from '@jest/globals';
import { ingestAddress, streamPath } from './addresses.js';
import { fetchChunks, readChunks } from './chunk-catalogue.js';

const entry = { sequence: 12, path: '/api/streams/s/chunks/000012.webm', startMs: 2000, endMs: 3250, leadInMs: 1000 };

test('reads what the server says of its chunks, and no more', () => {
  expect(readChunks({ chunks: [{ ...entry, octets: 40_000 }], nextFrom: null })).toEqual([entry]);
});

test('what is no chunk is left out', () => {
  expect(readChunks({ chunks: [null, 3, {}, { ...entry, startMs: '2' }] })).toEqual([]);
  expect(readChunks('no list')).toEqual([]);
});

test('asks only for what is new', async () => {
  const asked: unknown[] = [];
  const fetcher = (address: unknown) => {
    asked.push(address);
    return Promise.resolve(Response.json({ chunks: [entry], nextFrom: null }));
  };
  expect(await fetchChunks('s', 12, undefined, fetcher)).toEqual([entry]);
  expect(asked).toEqual(['/api/streams/s/chunks?from=12']);
});

test('a server that cannot be reached gives no chunks and no exception', async () => {
  expect(await fetchChunks('s', 0, undefined, () => Promise.reject(new TypeError('failed')))).toEqual([]);
  expect(await fetchChunks('s', 0, undefined, () => Promise.resolve(new Response('', { status: 404 })))).toEqual([]);
});

test('addresses follow the page', () => {
  expect(ingestAddress({ protocol: 'https:', host: 'example.org' })).toBe('wss://example.org/ingest');
  expect(ingestAddress({ protocol: 'http:', host: 'localhost:8080' })).toBe('ws://localhost:8080/ingest');
  expect(streamPath('a/b')).toBe('/api/streams/a%2Fb');
});
