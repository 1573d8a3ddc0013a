import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { ask, askJson } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-microphone-opus-250ms');
const { mimeType } = manifest;
const [firstChunk = new Uint8Array(), secondChunk = new Uint8Array()] = chunks;

describe('a server that asks for tokens', () => {
  let server: RunningServer;
  let secret: string;
  /** For the stream `garden`: good for long enough to begin, and over by the last test. */
  let shortToken: string;
  let gardener: TestPublisher;

  beforeAll(async () => {
    // Any address of 0.0.0.0 is also one of this machine, so the test needs no network.
    server = await RunningServer.start(['--host', '0.0.0.0', '--resume-grace-ms', '120000']);
    secret = /admin secret[^:]*: (\S+)/.exec(server.output)?.[1] ?? '';
    gardener = await TestPublisher.connect(server.ingestUrl);
    shortToken = await tokenFor('publish', 'garden', 6);
    gardener.say({ type: 'start', mimeType, token: shortToken });
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  async function tokenFor(access: 'publish' | 'view', stream: string, lifetimeSeconds = 60): Promise<string> {
    const answer = await fetch(`${server.address}/api/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ access, stream, lifetimeSeconds }),
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { readonly token: string }).token;
  }

  async function errorOfStart(start: object): Promise<unknown> {
    const publisher = await TestPublisher.connect(server.ingestUrl);
    publisher.sayText(JSON.stringify({ type: 'start', mimeType, ...start }));
    const { code } = await publisher.next('error');
    await publisher.closed();
    return code;
  }

  test('shows the admin secret at its first start, and keeps only a hash of it', async () => {
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await readFile(`${server.dataDirectory}/access.json`, 'utf8')).not.toContain(secret);
    expect(server.log).not.toContain(secret);
  });

  test('gives its page and its health to everybody, and nothing else', async () => {
    for (const path of ['/', '/healthz']) expect((await ask(server, path)).status).toBe(200);
    for (const path of ['/api/streams', '/api/streams/door', '/api/streams/door/recording.webm'])
      expect(await askJson(server, path)).toMatchObject({ code: 'token-required' });
  });

  test('lets nobody publish without a token, or with one for something else', async () => {
    expect(await errorOfStart({ stream: 'door' })).toBe('token-required');
    expect(await errorOfStart({})).toBe('token-required');
    expect(await errorOfStart({ stream: 'door', token: 'forged' })).toBe('token-invalid');
    expect(await errorOfStart({ stream: 'door', token: await tokenFor('publish', 'hall') })).toBe('access-denied');
    expect(await errorOfStart({ stream: 'door', token: await tokenFor('view', 'door') })).toBe('access-denied');
  });

  test('lets a publisher with a token publish, and see its stream', async () => {
    expect((await gardener.next('ready')).stream).toBe('garden');
    gardener.sendChunk(0, firstChunk);
    await gardener.next('ack');
    const token = await tokenFor('publish', 'garden');
    expect((await ask(server, `/api/streams/garden?token=${token}`)).status).toBe(200);
  });

  test('takes the token of plain mode from the address, and its stream from the token', async () => {
    const token = await tokenFor('publish', 'plain');
    const publisher = await TestPublisher.connect(`${server.ingestUrl}?token=${token}`, 'plain');
    expect((await publisher.next('ready')).stream).toBe('plain');
    publisher.close();
    const refused = await TestPublisher.connect(server.ingestUrl, 'plain');
    expect((await refused.next('error')).code).toBe('token-required');
  });

  test('shows a viewer one stream, and neither the others nor the list of them', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType, stream: 'seen', token: secret });
    const authorization = `Bearer ${await tokenFor('view', 'seen')}`;
    expect((await ask(server, '/api/streams/seen', { authorization })).status).toBe(200);
    expect((await ask(server, '/api/streams/garden', { authorization })).status).toBe(403);
    expect((await ask(server, '/api/streams', { authorization })).status).toBe(403);
    publisher.close();
  });

  test('gives the browser of the admin a cookie that no script can read and no other page can use', async () => {
    const answer = await fetch(`${server.address}/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(answer.status).toBe(204);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(secret);
    const [pair = ''] = cookie.split(';');
    expect((await ask(server, '/api/streams', { cookie: pair })).status).toBe(200);
  });

  test.each([
    ['whose session has run out', { cookie: 'webm-reassembler-admin=run-out' }],
    ['who is not signed in', {}],
  ])('signs a browser out %s', async (_, headers) => {
    const answer = await fetch(`${server.address}/session`, { method: 'DELETE', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^webm-reassembler-admin=; Path=\/; Max-Age=0;/);
  });

  test.each(['POST', 'DELETE'])(
    'takes no %s from a page elsewhere, whatever cookie its visitor has',
    async (method) => {
      const answer = await fetch(`${server.address}/session`, {
        method,
        headers: { authorization: `Bearer ${secret}`, origin: 'https://evil.example' },
      });
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'origin-refused' })]);
    },
  );

  test('lets a publisher come back whose token has expired since', async () => {
    await eventually(
      async () => askJson(server, `/api/streams/garden?token=${shortToken}`),
      (answer) => codeOf(answer) === 'token-expired',
    );
    gardener.cut();
    const { resumeToken = '' } = await gardener.next('ready');
    const back = await TestPublisher.connect(server.ingestUrl);
    back.say({ type: 'start', mimeType, stream: 'garden', resume: true, token: resumeToken });
    expect((await back.next('ready')).nextSequence).toBe(1);
    back.sendChunk(1, secondChunk);
    await back.next('ack', ({ sequence }) => sequence === 1);
    await back.stop();
  });
});

describe('a server for this machine only', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start([
      ...['--tls', 'self-signed', '--max-chunks-per-second', '5'],
      ...['--allowed-codecs', 'A_OPUS'],
    ]);
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  async function overTls(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const ca = await readFile(`${server.dataDirectory}/tls/certificate.pem`, 'utf8');
    return new Promise((resolve, reject) => {
      const where = { host: '127.0.0.1', port: server.port, servername: 'localhost' };
      const asking = request({ ...where, path, headers, ca, agent: false }, (response) => {
        let body = '';
        response.on('data', (part: Buffer) => (body += part.toString('utf8')));
        response.on('end', () => resolve(body));
      });
      asking.on('error', reject);
      asking.end();
    });
  }

  async function connect(): Promise<TestPublisher> {
    const ca = await readFile(`${server.dataDirectory}/tls/certificate.pem`, 'utf8');
    return TestPublisher.connect(`wss://127.0.0.1:${server.port}/ingest`, 'subprotocol', undefined, ca);
  }

  test('speaks TLS with a certificate of its own for 127.0.0.1, and asks for no token', async () => {
    expect(JSON.parse(await overTls('/healthz'))).toEqual({ status: 'ok' });
    expect(JSON.parse(await overTls('/api/streams'))).toEqual({ streams: [] });
  });

  test('does not answer to a name that somebody else has pointed at this machine', async () => {
    const answer = await overTls('/api/streams', { host: 'rebinding.example' });
    expect(JSON.parse(answer)).toMatchObject({ code: 'host-refused' });
  });

  test('slows down a publisher that sends too much, tells it so once, and loses nothing', async () => {
    const publisher = await connect();
    publisher.say({ type: 'start', mimeType });
    await publisher.next('ready');
    const sent = chunks.slice(0, 12);
    publisher.sendAll(sent);
    await publisher.next('ack', ({ sequence }) => sequence === sent.length - 1);
    expect(publisher.allOf('error').map(({ code }) => code)).toEqual(['rate-exceeded']);
    expect(await publisher.stop()).toMatchObject({ chunks: sent.length });
  });

  test('refuses a codec that is not allowed, before anything decodes it', async () => {
    const publisher = await connect();
    publisher.say({ type: 'start', mimeType: 'video/webm' });
    await publisher.next('ready');
    const video = loadFixture('chromium156-faces-vp8-opus-250ms').chunks;
    publisher.sendAll(video.slice(0, 3));
    expect((await publisher.next('error', ({ code }) => code !== 'rate-exceeded')).code).toBe('codec-refused');
    expect((await publisher.closed()).code).toBe(1008);
  });
});

function codeOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined;
}
