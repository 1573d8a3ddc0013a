import { jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { loadFixture } from '../../../../fixtures/load.js';
import { askJson } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const { mimeType } = manifest;
const [firstChunk = new Uint8Array(), secondChunk = new Uint8Array()] = chunks;

describe('a publisher that does what it should not', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start(['--max-message-octets', '200000', '--max-streams', '3']);
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  async function connect(): Promise<TestPublisher> {
    return TestPublisher.connect(server.ingestUrl);
  }

  async function publishing(): Promise<TestPublisher> {
    const publisher = await connect();
    publisher.say({ type: 'start', mimeType });
    await publisher.next('ready');
    return publisher;
  }

  /** The connection still works, and everything that was sent is recorded. */
  async function expectToGoOn(publisher: TestPublisher): Promise<void> {
    publisher.sendChunk(0, firstChunk);
    await publisher.next('ack');
    expect(await publisher.stop()).toMatchObject({ chunks: 1 });
  }

  test.each([
    ['text that is no JSON', 'hello', 'not JSON'],
    ['JSON that is no object', '[1]', 'not a JSON object'],
    ['a message of no known type', '{"type":"fly"}', '"fly" is not one of'],
  ])('hears what is wrong with %s, and nothing is lost', async (_, text, message) => {
    const publisher = await publishing();
    publisher.sayText(text);
    const error = await publisher.next('error');
    expect(error).toMatchObject({ code: 'message-malformed', retryable: false });
    expect(error.message).toContain(message);
    expect(error.remedy).not.toBe('');
    await expectToGoOn(publisher);
  });

  test('hears that a chunk message has a header of 12 octets, and nothing is lost', async () => {
    const publisher = await publishing();
    publisher.sendOctets(Uint8Array.of(1, 2, 3));
    expect(await publisher.next('error')).toMatchObject({
      code: 'message-malformed',
      message: expect.stringContaining('12 octets') as string,
    });
    await expectToGoOn(publisher);
  });

  test('hears that a chunk before start, a second start, and a stop too many are unexpected', async () => {
    const publisher = await connect();
    publisher.sendChunk(0, firstChunk);
    publisher.say({ type: 'stop' });
    await publisher.next('error', (error) => error.message.includes('no stream to stop'));
    publisher.say({ type: 'start', mimeType });
    await publisher.next('ready');
    publisher.say({ type: 'start', mimeType });
    await publisher.next('error', (error) => error.message.includes('has a stream already'));
    expect(publisher.allOf('error').map((error) => error.code)).toEqual([
      'message-unexpected',
      'message-unexpected',
      'message-unexpected',
    ]);
    await expectToGoOn(publisher);
  });

  test('hears the limit when a message is too large, and can resume with smaller ones', async () => {
    const publisher = await publishing();
    const { stream } = await publisher.next('ready');
    publisher.sendChunk(0, new Uint8Array(200_001));
    expect(await publisher.next('error')).toMatchObject({
      code: 'message-too-large',
      message: expect.stringContaining('200000 octets') as string,
      retryable: true,
    });
    expect(await publisher.closed()).toEqual({ code: 1009, reason: 'message-too-large' });
    const again = await connect();
    again.say({ type: 'start', mimeType, stream, resume: true });
    expect(await again.next('ready')).toMatchObject({ stream, nextSequence: 0 });
    await expectToGoOn(again);
  });

  test('hears in plain mode that text is no chunk, and how to send text', async () => {
    const publisher = await TestPublisher.connect(server.ingestUrl, 'plain');
    publisher.sayText('{"type":"stop"}');
    expect(await publisher.next('error')).toMatchObject({
      code: 'message-unexpected',
      message: expect.stringContaining('webm-reassembler.v1') as string,
    });
    publisher.sendOctets(firstChunk);
    expect(await publisher.next('ack')).toMatchObject({ sequence: 0 });
    publisher.close();
    await publisher.closed();
  });

  test.each(['../../etc', 'a/b', '', 'x'.repeat(65), '.'])('cannot publish under the ID "%s"', async (stream) => {
    const publisher = await connect();
    publisher.say({ type: 'start', mimeType, stream });
    expect(await publisher.next('error')).toMatchObject({ code: 'stream-id-invalid' });
    expect(await publisher.closed()).toEqual({ code: 1008, reason: 'stream-id-invalid' });
  });

  test('cannot take an ID that is taken, nor resume a stream that never was', async () => {
    const owner = await publishing();
    const { stream } = await owner.next('ready');
    const second = await connect();
    second.say({ type: 'start', mimeType, stream });
    expect(await second.next('error')).toMatchObject({ code: 'stream-exists' });
    const third = await connect();
    third.say({ type: 'start', mimeType, stream: 'never-was', resume: true });
    expect(await third.next('error')).toMatchObject({ code: 'stream-unknown' });
    await expectToGoOn(owner);
    const fourth = await connect();
    fourth.say({ type: 'start', mimeType, stream });
    expect(await fourth.next('error')).toMatchObject({ code: 'stream-exists' });
  });

  test('cannot send MP4', async () => {
    const publisher = await connect();
    publisher.say({ type: 'start', mimeType: 'video/mp4;codecs=avc1' });
    expect(await publisher.next('error')).toMatchObject({
      code: 'stream-invalid',
      message: expect.stringContaining('video/mp4') as string,
    });
  });

  test('cannot send without end what is no WebM', async () => {
    const publisher = await publishing();
    const noise = new Uint8Array(150_000).fill(0x2a);
    for (let sequence = 0; sequence < 8; sequence += 1) publisher.sendChunk(sequence, noise);
    expect(await publisher.next('error')).toMatchObject({ code: 'stream-invalid' });
    await publisher.next('ended');
    expect(await publisher.closed()).toEqual({ code: 1008, reason: 'stream-invalid' });
  });

  test('cannot open more streams than there may be', async () => {
    await eventually(
      () => askJson(server, '/api/streams'),
      (answer) => !/"state":"(publishing|waiting|ending)"/.test(JSON.stringify(answer)),
    );
    const three = await Promise.all([publishing(), publishing(), publishing()]);
    const fourth = await connect();
    fourth.say({ type: 'start', mimeType });
    expect(await fourth.next('error')).toMatchObject({ code: 'too-many-streams', retryable: true });
    await Promise.all(three.map(expectToGoOn));
  });

  test.each([
    ['a page from elsewhere', '/ingest', 'https://evil.example', 403],
    ['a path where nothing is', '/elsewhere', undefined, 404],
    ['a path that is none', '//', undefined, 404],
  ])('cannot connect as %s', async (_, path, origin, status) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, origin === undefined ? {} : { origin });
    const answer = await new Promise((resolve) => {
      socket.on('unexpected-response', (__, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('opened'));
      socket.on('error', () => undefined);
    });
    expect(answer).toBe(status);
  });

  test('has all along been a second chunk away from a working server', async () => {
    const publisher = await publishing();
    publisher.sendChunk(0, firstChunk);
    publisher.sendChunk(1, secondChunk);
    expect(await publisher.stop()).toMatchObject({ chunks: 2 });
  });
});
