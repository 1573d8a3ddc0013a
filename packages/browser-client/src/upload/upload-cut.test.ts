import { describe, expect, test } from '@jest/globals';
import { chunk, setUp } from '../../test/support/upload-to-fake-server.js';

describe('a network cut', () => {
  test('resumes from the chunk that the server asks for', () => {
    const { server, upload, clock, kinds } = setUp();
    server.newest.accept();
    for (let octet = 0; octet < 5; octet += 1) upload.send(chunk(octet));
    server.newest.say({ type: 'ack', sequence: 1 });
    server.newest.close();
    upload.send(chunk(5));
    clock.advance(500);
    server.newest.accept(3);
    expect(server.connections).toHaveLength(2);
    expect(server.newest.said).toEqual([
      { type: 'start', mimeType: 'video/webm;codecs=vp8', timesliceMs: 250, stream: 'a-stream', resume: true },
    ]);
    expect(server.newest.sequences).toEqual([3, 4, 5]);
    expect(server.newest.octets).toEqual([3, 4, 5]);
    expect(kinds()).toEqual(['live', 'reconnecting', 'live']);
  });

  test('waits longer after each attempt, up to the limit, and starts anew once it was live', () => {
    const { server, clock, states } = setUp({ backoff: { firstMs: 1000, longestMs: 3000 } });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      server.newest.close();
      const state = states.at(-1);
      if (state?.kind !== 'reconnecting') throw new Error('not reconnecting');
      waits.push(state.retryAtMs - clock.now());
      clock.advance(state.retryAtMs - clock.now());
    }
    expect(waits).toEqual([750, 1500, 2250, 2250]);
    server.newest.accept();
    server.newest.close();
    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  });

  test('tells a server that was never reached from a connection that broke', () => {
    const { server, states, clock } = setUp();
    server.newest.close();
    expect(states.at(-1)).toMatchObject({ reason: { kind: 'unreachable' } });
    clock.advance(1000);
    server.newest.accept();
    server.newest.close(1001, 'going away');
    expect(states.at(-1)).toMatchObject({ reason: { kind: 'closed', message: expect.stringContaining('going away') } });
  });

  test('takes a long silence for a lost network', () => {
    const { server, states, clock } = setUp({ silenceMs: 3000 });
    server.newest.accept();
    clock.advance(2000);
    server.newest.say({ type: 'ack', sequence: 0 });
    clock.advance(2500);
    expect(states.at(-1)?.kind).toBe('live');
    clock.advance(500);
    expect(server.connections[0]?.dropped).toBe(true);
    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', reason: { kind: 'silent' } });
  });

  test('gives up when it was told to', async () => {
    const { server, clock, upload } = setUp({ giveUpAfterMs: 2000 });
    server.newest.close();
    clock.advance(3000);
    server.newest.close();
    expect(await upload.finished).toMatchObject({ kind: 'failed', code: 'gave-up' });
    expect(clock.pending).toBe(0);
  });

  test('a server that lost what it had acknowledged is told what will never come', () => {
    const { server, clock, upload } = setUp();
    server.newest.accept();
    upload.send(chunk(1));
    upload.send(chunk(2));
    server.newest.say({ type: 'ack', sequence: 1 });
    server.newest.close();
    clock.advance(1000);
    server.newest.accept(1);
    upload.send(chunk(3));
    expect(server.newest.said.at(-1)).toEqual({ type: 'lost', first: 1, last: 1 });
    expect(server.newest.sequences).toEqual([2]);
    expect(upload.lostChunks).toBe(1);
  });

  test('says the same session until the server has answered, and resumes after that', () => {
    const { server, clock } = setUp();
    server.newest.open();
    const [first] = server.newest.said;
    server.newest.close();
    clock.advance(1000);
    server.newest.accept();
    expect(server.newest.said).toEqual([first]);
    expect(first).toMatchObject({ session: expect.stringMatching(/^[A-Za-z0-9_-]{4,64}$/) });
    server.newest.close();
    clock.advance(1000);
    server.newest.open();
    expect(server.newest.said).toMatchObject([{ resume: true, stream: 'a-stream' }]);
    expect(server.newest.said[0]).not.toHaveProperty('session');
  });

  test('a server that asks for chunks of the future has another publisher', async () => {
    const { server, upload } = setUp();
    server.newest.accept(7);
    expect(await upload.finished).toMatchObject({ kind: 'failed', code: 'server-ahead' });
  });
});

describe('what the server says of a running stream', () => {
  test('an error of a running stream is not its end, and a cut after it is only a cut', () => {
    const { server, upload } = setUp();
    server.newest.accept();
    server.newest.say({ type: 'error', code: 'analysis-failed', message: 'x', remedy: 'y', retryable: false });
    expect(upload.state.kind).toBe('live');
    server.newest.close(1006);
    expect(upload.state.kind).toBe('reconnecting');
  });

  test('a close for good is the end, in the words of the server', () => {
    const { server, upload } = setUp();
    server.newest.accept();
    server.newest.say({ type: 'error', code: 'publisher-replaced', message: 'x', remedy: 'y', retryable: false });
    server.newest.close(1008, 'publisher-replaced');
    expect(upload.state).toEqual({
      kind: 'failed',
      code: 'server-refused',
      serverCode: 'publisher-replaced',
      message: 'x',
      remedy: 'y',
    });
  });

  test('a close for good without words is the end too', () => {
    const { server, upload } = setUp();
    server.newest.accept();
    server.newest.close(1008);
    expect(upload.state).toMatchObject({ kind: 'failed', code: 'server-refused' });
  });

  test.each(['stream-unknown', 'stream-ended'])('coming back too late (%s) is said in words for people', (code) => {
    const { server, upload, clock } = setUp();
    server.newest.accept();
    server.newest.close();
    clock.advance(1000);
    server.newest.open();
    server.newest.say({ type: 'error', code, message: 'x', remedy: 'say "start" without "resume"', retryable: false });
    expect(upload.state).toMatchObject({ kind: 'failed', code: 'stream-lost' });
  });

  test('a server that misses a chunk is asked anew which one', () => {
    const { server, upload, clock } = setUp();
    server.newest.accept();
    upload.send(chunk(1));
    upload.send(chunk(2));
    server.newest.say({ type: 'error', code: 'sequence-missing', message: 'x', remedy: 'y', retryable: true });
    clock.advance(1000);
    server.newest.accept(0);
    expect(server.newest.sequences).toEqual([0, 1]);
  });
});
