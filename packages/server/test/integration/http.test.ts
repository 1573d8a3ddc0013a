import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { ask, askJson } from '../support/answer.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

/** An optional package: its native part cannot be had everywhere. */
const canvasIsInstalled = await import('canvas').then(
  () => true,
  () => false,
);

describe('over HTTP', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start();
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: manifest.mimeType, stream: 'seen' });
    publisher.sendAll(chunks.slice(0, 5));
    await publisher.stop();
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  test('streams are listed with where their files are', async () => {
    const { body } = await ask(server, '/api/streams/seen/recording.webm');
    const stream = {
      id: 'seen',
      state: 'ended',
      mimeType: manifest.mimeType,
      chunks: 5,
      octets: chunks.slice(0, 5).reduce((sum, chunk) => sum + chunk.length, 0),
      videoCodec: 'vp8',
      audioCodec: 'opus',
      width: 640,
      height: 480,
      recordings: [{ path: '/api/streams/seen/recording.webm', octets: body.length }],
      chunksPath: '/api/streams/seen/chunks',
      snapshotPath: '/api/streams/seen/snapshot.jpg',
    };
    expect(await askJson(server, '/api/streams')).toMatchObject({ streams: [stream] });
    expect(await askJson(server, '/api/streams/seen')).toMatchObject(stream);
  });

  test('chunks are listed page by page, and each is a file', async () => {
    const first = await askJson(server, '/api/streams/seen/chunks?limit=2');
    expect(first).toMatchObject({ chunks: [{ sequence: 0 }, { sequence: 1 }], nextFrom: 2 });
    const last = await askJson(server, '/api/streams/seen/chunks?from=2');
    expect(last).toMatchObject({
      chunks: [{ sequence: 2 }, { sequence: 3 }, { sequence: 4, path: '/api/streams/seen/chunks/000004.webm' }],
      nextFrom: null,
    });
    const file = await ask(server, '/api/streams/seen/chunks/000004.webm');
    expect(file.headers['content-type']).toBe('video/webm');
    expect(file.body.subarray(0, 4)).toEqual(Buffer.of(0x1a, 0x45, 0xdf, 0xa3));
  });

  test('files can be asked for in parts', async () => {
    const whole = await ask(server, '/api/streams/seen/recording.webm');
    const part = await ask(server, '/api/streams/seen/recording.webm', { range: 'bytes=100-199' });
    expect([whole.status, part.status]).toEqual([200, 206]);
    expect(part.headers['content-range']).toBe(`bytes 100-199/${whole.body.length}`);
    expect(part.body.equals(whole.body.subarray(100, 200))).toBe(true);
    expect((await ask(server, '/api/streams/seen/recording.webm', { range: 'bytes=99999999-' })).status).toBe(416);
  });

  test('the page is served, and nothing but its own scripts may run in it', async () => {
    const page = await ask(server, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port} `);
    expect(policy).not.toContain('unsafe');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });

  test('a Host header that is no host does not get into the policy', async () => {
    const page = await ask(server, '/', { host: 'evil.example; script-src *' });
    expect(String(page.headers['content-security-policy'])).not.toContain('evil');
  });

  test('a live stream has a snapshot once a frame is analysed: a JPEG, or 501 where canvas is not installed', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: manifest.mimeType, stream: 'live' });
    expect((await ask(server, '/api/streams/live/snapshot.jpg')).status).toBe(404);
    publisher.sendAll(chunks.slice(0, 5));
    await publisher.next('detections');
    const { status, headers, body } = await ask(server, '/api/streams/live/snapshot.jpg');
    const kind = { status, type: headers['content-type'], isJpeg: body.readUInt16BE(0) === 0xffd8 };
    expect(kind).toEqual(
      canvasIsInstalled
        ? { status: 200, type: 'image/jpeg', isJpeg: true }
        : { status: 501, type: 'application/json; charset=utf-8', isJpeg: false },
    );
    await publisher.stop();
  });

  test('the health of the server can be asked for', async () => {
    expect(await askJson(server, '/healthz')).toEqual({ status: 'ok' });
  });

  test.each([
    ['/api/streams/nobody', 404, 'not-found'],
    ['/api/streams/nobody/chunks', 404, 'not-found'],
    ['/api/streams/seen/chunks/000099.webm', 404, 'not-found'],
    ['/api/streams/seen/recording-2.webm', 404, 'not-found'],
    ['/api/streams/seen/snapshot.jpg', 404, 'not-found'],
    ['/nothing-here', 404, 'not-found'],
    ['/api/streams/seen/stream.json', 400, 'bad-request'],
    ['/api/streams/seen/chunks?limit=0', 400, 'bad-request'],
    ['/api/streams/seen/chunks/..%2fstream.json', 400, 'bad-request'],
    ['/api/streams/..%2f..%2fetc', 400, 'bad-request'],
    ['/api/streams/%2e%2e', 400, 'bad-request'],
    ['/api/streams/seen/..%2f..%2f..%2fetc%2fpasswd', 400, 'bad-request'],
    ['/..%2f..%2fpackage.json', 404, 'not-found'],
    ['/%2e%2e/%2e%2e/package.json', 403, 'bad-request'],
  ])('%s is refused with %i, a code, and a remedy', async (path, status, code) => {
    const answer = await ask(server, path);
    const error = JSON.parse(answer.body.toString('utf8')) as unknown;
    expect({ status: answer.status, error }).toMatchObject({ status, error: { code, retryable: false } });
    expect(error).toMatchObject({ message: expect.any(String) as string, remedy: expect.any(String) as string });
    expect(answer.headers['content-type']).toContain('application/json');
  });
});
