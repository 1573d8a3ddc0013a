import { describe, expect, test } from '@jest/globals';
import { chunk, setUp } from '../../test/support/upload-to-fake-server.js';

describe('opening', () => {
  test('says start first and sends chunks only when the server is ready', () => {
    const { server, upload } = setUp();
    upload.send(chunk(1));
    server.newest.open();
    expect(server.newest.said).toMatchObject([{ type: 'start', mimeType: 'video/webm;codecs=vp8', timesliceMs: 250 }]);
    expect(server.newest.sequences).toEqual([]);
    server.newest.accept();
    upload.send(chunk(2, 3));
    expect(server.newest.sequences).toEqual([0, 1]);
    expect(server.newest.octets).toEqual([1, 2, 3]);
  });

  test('sends the token and the wished stream', () => {
    const { server } = setUp({ token: 'secret', stream: 'door' });
    server.newest.open();
    expect(server.newest.said[0]).toMatchObject({ token: 'secret', stream: 'door' });
  });

  test('fails at once, with the server’s words, when the server refuses for good', async () => {
    const { server, upload, clock } = setUp();
    server.newest.open();
    server.newest.say({ type: 'error', code: 'token-wrong', message: 'No.', remedy: 'Ask.', retryable: false });
    expect(await upload.finished).toEqual({
      kind: 'failed',
      code: 'server-refused',
      serverCode: 'token-wrong',
      message: 'No.',
      remedy: 'Ask.',
    });
    expect(server.newest.dropped).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('tries again when the server refuses for now', () => {
    const { server, states, clock } = setUp();
    server.newest.open();
    server.newest.say({ type: 'error', code: 'too-many', message: 'Full.', remedy: 'Wait.', retryable: true });
    server.newest.close(1013);
    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', reason: { kind: 'refused', message: 'Full.' } });
    clock.advance(1000);
    expect(server.connections).toHaveLength(2);
  });
});

describe('acknowledgements', () => {
  test('a chunk is kept until the server has it', () => {
    const { server, upload } = setUp();
    server.newest.accept();
    upload.send(chunk(1, 1));
    upload.send(chunk(2));
    expect(upload.backlog).toMatchObject({ chunks: 2, octets: 3 });
    server.newest.say({ type: 'ack', sequence: 0 });
    expect(upload.backlog).toMatchObject({ chunks: 1, octets: 1 });
    server.newest.say({ type: 'ack', sequence: 1 });
    expect(upload.backlog).toEqual({ chunks: 0, octets: 0, durationMs: 0, letGo: { chunks: 0, durationMs: 0 } });
  });

  test('what this client does not understand is skipped', () => {
    const { server, upload } = setUp();
    server.newest.accept();
    server.newest.sayText('{"type":"from-the-future"}');
    server.newest.sayText('not JSON');
    expect(upload.state.kind).toBe('live');
  });

  test('a full socket is not filled further', () => {
    const { server, upload, clock } = setUp();
    server.newest.accept();
    server.newest.bufferedOctets = 2 * 1024 * 1024;
    upload.send(chunk(1));
    expect(server.newest.sequences).toEqual([]);
    server.newest.bufferedOctets = 0;
    clock.advance(50);
    expect(server.newest.sequences).toEqual([0]);
  });
});

describe('limits', () => {
  test('more than may be kept pushes the oldest out, and page and server are told', () => {
    const lost: unknown[] = [];
    const { server, clock, upload, states } = setUp({ keep: { maxOctets: 3 }, onLost: (range) => lost.push(range) });
    server.newest.accept();
    upload.send(chunk(0));
    server.newest.close();
    for (let octet = 1; octet < 7; octet += 1) {
      clock.advance(100);
      upload.send(chunk(octet));
    }
    expect(upload.backlog).toMatchObject({ chunks: 3, letGo: { chunks: 4 } });
    clock.advance(1000);
    // The first had arrived before the cut.
    server.newest.accept(1);
    expect(states.at(-1)).toMatchObject({ kind: 'live', resumed: { letGo: { chunks: 3 } } });
    expect(server.newest.said.at(-1)).toEqual({ type: 'lost', first: 1, last: 3 });
    expect(server.newest.sequences).toEqual([4, 5, 6]);
    expect(lost).toEqual([{ first: 1, last: 3 }]);
  });

  test('what is lost at the end is said before stop', () => {
    const { server, clock, upload } = setUp();
    server.newest.accept();
    upload.send(chunk(1));
    server.newest.say({ type: 'ack', sequence: 0 });
    server.newest.close();
    void upload.stop();
    clock.advance(1000);
    server.newest.accept(0);
    expect(server.newest.said.slice(-2)).toEqual([{ type: 'lost', first: 0, last: 0 }, { type: 'stop' }]);
  });

  test('a chunk that is too large for one message is cut', () => {
    const { server, upload } = setUp({ maxChunkOctets: 2 });
    server.newest.accept();
    expect(upload.send(chunk(1, 2, 3, 4, 5))).toEqual([0, 1, 2]);
    expect(server.newest.octets).toEqual([1, 2, 3, 4, 5]);
  });

  test('a chunk that the server cannot take is an error with a code', async () => {
    const { server, upload } = setUp();
    server.newest.accept(0, 20);
    upload.send(new Uint8Array(9));
    expect(await upload.finished).toMatchObject({ kind: 'failed', code: 'chunk-too-large' });
  });
});

describe('stopping', () => {
  test('sends the rest, then stop, and waits for the server to close the recording', async () => {
    const { server, upload, kinds, clock } = setUp();
    server.newest.accept();
    upload.send(chunk(1));
    const stopped = upload.stop();
    expect(server.newest.said.at(-1)).toEqual({ type: 'stop' });
    expect(upload.send(chunk(2))).toEqual([]);
    server.newest.say({ type: 'ended', stream: 'a-stream', chunks: 1, recordingPath: '/r.webm' });
    expect(await stopped).toEqual({ kind: 'ended', stream: 'a-stream', chunks: 1, recordingPath: '/r.webm' });
    expect(kinds()).toEqual(['live', 'finishing', 'ended']);
    expect(clock.pending).toBe(0);
  });

  test('a cut while stopping loses nothing either', async () => {
    const { server, upload, clock, kinds } = setUp();
    server.newest.accept();
    upload.send(chunk(1));
    const stopped = upload.stop();
    server.newest.close();
    clock.advance(1000);
    server.newest.accept(0);
    expect(server.newest.sequences).toEqual([0]);
    expect(server.newest.said.at(-1)).toEqual({ type: 'stop' });
    server.newest.say({ type: 'ended', stream: 'a-stream', chunks: 1, recordingPath: '/r.webm' });
    expect((await stopped).kind).toBe('ended');
    expect(kinds()).toEqual(['live', 'finishing', 'reconnecting', 'finishing', 'ended']);
  });

  test('does not wait for ever', async () => {
    const { upload, clock } = setUp({ stopTimeoutMs: 5000 });
    const stopped = upload.stop();
    clock.advance(5000);
    expect(await stopped).toMatchObject({ kind: 'failed', code: 'stop-timed-out' });
    expect(clock.pending).toBe(0);
  });

  test('abort leaves no socket and no timer', async () => {
    const { server, upload, clock } = setUp();
    server.newest.accept();
    upload.abort();
    expect(server.newest.dropped).toBe(true);
    expect(clock.pending).toBe(0);
    expect(await upload.stop()).toMatchObject({ kind: 'failed', code: 'aborted' });
  });
});
