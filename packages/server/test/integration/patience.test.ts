import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { askJson, stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { describeWithMediaTools } from '../support/media-tools.js';
import { RunningServer } from '../support/running-server.js';
import { photograph } from '../support/still-pictures.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const { mimeType } = manifest;
const [firstChunk = new Uint8Array()] = chunks;

// Tests in which somebody is silent, on a server of their own: on a busy machine everybody is silent for a while.
describeWithMediaTools('a server with little patience', () => {
  let server: RunningServer;
  // All three are silent from the beginning on, so that their times run side by side.
  let silent: TestPublisher;
  let idle: TestPublisher;
  let body: { readonly writing: ClientRequest; readonly answer: Promise<IncomingMessage> };

  beforeAll(async () => {
    const limits = ['--start-timeout-ms', '3000', '--idle-timeout-ms', '4000', '--resume-grace-ms', '500'];
    server = await RunningServer.start(limits);
    silent = await TestPublisher.connect(server.ingestUrl);
    idle = await TestPublisher.connect(server.ingestUrl);
    idle.say({ type: 'start', mimeType, stream: 'idle' });
    body = beginBody('body');
  });

  function beginBody(stream: string): typeof body {
    const headers = { 'content-type': 'video/webm' };
    const writing = request(`${server.address}/api/streams/${stream}`, { method: 'PUT', headers, agent: false });
    const answer = new Promise<IncomingMessage>((resolve) => writing.once('response', resolve));
    writing.on('error', () => undefined).write(Buffer.concat(chunks.slice(0, 8)));
    return { writing, answer };
  }

  afterAll(async () => server.cleanUp());

  async function untilEnded(stream: string): Promise<void> {
    await eventually(
      () => stateOf(server, stream),
      (state) => state === 'ended',
    );
  }

  test('ends a stream whose publisher does not come back, and that cannot be resumed after that', async () => {
    const publisher = await TestPublisher.connect(server.ingestUrl);
    // In one go: between them there is no time to be silent in.
    publisher.say({ type: 'start', mimeType, stream: 'left' });
    publisher.sendChunk(0, firstChunk);
    await publisher.next('ack');
    publisher.cut();
    await untilEnded('left');
    const late = await TestPublisher.connect(server.ingestUrl);
    late.say({ type: 'start', mimeType, stream: 'left', resume: true });
    expect(await late.next('error')).toMatchObject({ code: 'stream-ended', retryable: false });
    expect(await late.closed()).toEqual({ code: 1008, reason: 'stream-ended' });
  });

  test('takes no image more for a stream of images that has ended', async () => {
    const post = async (): Promise<Response> =>
      fetch(`${server.address}/api/streams/posted/frames`, {
        method: 'POST',
        body: new Uint8Array(photograph(1)),
        headers: { 'content-type': 'image/jpeg' },
      });
    expect((await post()).status).toBe(201);
    await untilEnded('posted');
    const refused = await post();
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ code: 'stream-exists' })]);
  });

  test('closes a connection on which nothing is ever said', async () => {
    expect(await silent.next('error')).toMatchObject({ code: 'start-timeout' });
    expect((await silent.closed()).reason).toBe('start-timeout');
  });

  test('lets a publisher go that begins and then says nothing, and tells it to come back', async () => {
    expect(await idle.next('error')).toMatchObject({ code: 'idle-timeout', retryable: true });
    expect(await idle.closed()).toEqual({ code: 1013, reason: 'idle-timeout' });
  });

  test('ends a body that does not go on, with what came of it recorded', async () => {
    const answer = await body.answer;
    expect(answer.statusCode).toBe(408);
    expect(JSON.parse((await answer.setEncoding('utf8').toArray()).join(''))).toMatchObject({ code: 'idle-timeout' });
    body.writing.destroy();
    await untilEnded('body');
    expect(await askJson(server, '/api/streams/body')).toMatchObject({ videoCodec: 'vp8' });
  });
});
