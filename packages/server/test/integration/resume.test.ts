import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const { mimeType } = manifest;

describe('a stream whose connection is cut', () => {
  let server: RunningServer;
  let uncut: Buffer;

  beforeAll(async () => {
    server = await RunningServer.start();
    const publisher = await open('uncut', false);
    publisher.sendAll(chunks);
    await publisher.stop();
    uncut = await readFile(server.pathOf('uncut', 'recording.webm'));
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  async function open(stream: string, resume: boolean): Promise<TestPublisher> {
    return TestPublisher.start(server.ingestUrl, { mimeType, stream, ...(resume ? { resume } : {}) });
  }

  test('resumes where the server says, and the recording equals that of the uncut run octet for octet', async () => {
    let publisher = await open('cut', false);
    let next = 0;
    for (const cutAfter of [3, 4, 11, 20]) {
      while (next < cutAfter) publisher.sendChunk(next, chunks[next++] ?? new Uint8Array());
      publisher.cut();
      publisher = await open('cut', true);
      next = (await publisher.next('ready')).nextSequence;
      expect(next).toBeLessThanOrEqual(cutAfter);
    }
    while (next < chunks.length) publisher.sendChunk(next, chunks[next++] ?? new Uint8Array());
    expect(await publisher.stop()).toMatchObject({ chunks: chunks.length });
    expect((await readFile(server.pathOf('cut', 'recording.webm'))).equals(uncut)).toBe(true);
  });

  test('takes a chunk that comes twice only once, and acknowledges it again', async () => {
    const publisher = await open('twice', false);
    for (const [sequence, chunk] of chunks.entries()) {
      publisher.sendChunk(sequence, chunk);
      await publisher.next('ack', (ack) => ack.sequence === sequence);
      const acknowledged = publisher.allOf('ack').length;
      publisher.sendChunk(sequence, chunk);
      if (sequence % 9 === 0)
        await eventually(
          async () => publisher.allOf('ack').length,
          (count) => count > acknowledged,
        );
    }
    expect(await publisher.stop()).toMatchObject({ chunks: chunks.length });
    expect(publisher.allOf('gap')).toEqual([]);
    expect((await readFile(server.pathOf('twice', 'recording.webm'))).equals(uncut)).toBe(true);
  });

  test('complains once of a missing chunk, names the one it expects, and goes on when that comes', async () => {
    const publisher = await open('hole', false);
    const send = (...sequences: readonly number[]): void => {
      for (const sequence of sequences) publisher.sendChunk(sequence, chunks[sequence] ?? new Uint8Array());
    };
    send(0, 1, 3, 4, 5);
    const complaint = await publisher.next('error');
    expect(complaint).toMatchObject({
      code: 'sequence-missing',
      message: 'chunk 3 came, chunk 2 is expected',
      retryable: true,
    });
    send(...Array.from({ length: chunks.length - 2 }, (_, index) => index + 2));
    await publisher.stop();
    expect(publisher.allOf('error')).toEqual([complaint]);
    expect((await readFile(server.pathOf('hole', 'recording.webm'))).equals(uncut)).toBe(true);
  });

  test('belongs to the newer connection when the old one is still there', async () => {
    const old = await open('taken-over', false);
    old.sendChunk(0, chunks[0] ?? new Uint8Array());
    await old.next('ack');
    const newer = await open('taken-over', true);
    expect(await old.next('error')).toMatchObject({ code: 'publisher-replaced' });
    expect(await old.closed()).toEqual({ code: 1008, reason: 'publisher-replaced' });
    newer.sendChunk(1, chunks[1] ?? new Uint8Array());
    await newer.next('ack', (ack) => ack.sequence === 1);
    expect(await newer.stop()).toMatchObject({ chunks: 2 });
  });

  test('waits for its publisher, and is published again when that has come back', async () => {
    const publisher = await open('waited-for', false);
    publisher.sendChunk(0, chunks[0] ?? new Uint8Array());
    await publisher.next('ack');
    publisher.cut();
    await eventually(
      () => stateOf(server, 'waited-for'),
      (state) => state === 'waiting',
    );
    const again = await open('waited-for', true);
    expect(await stateOf(server, 'waited-for')).toBe('publishing');
    expect(await again.stop()).toMatchObject({ chunks: 1 });
  });
});
