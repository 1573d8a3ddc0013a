import { type ClientRequest, request } from 'node:http';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { type Answer, ask, askJson, stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { describeWithMediaTools, probe } from '../support/media-tools.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const whole = Buffer.concat(chunks);

describeWithMediaTools('a stream that comes as the body of a request', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start(WHATEVER_THE_LAG);
  });

  afterAll(async () => server.cleanUp());

  /** Begins a request; its body is written by the test. */
  function put(stream: string, headers: Readonly<Record<string, string>> = {}): Publishing {
    const options = { host: '127.0.0.1', port: server.port, method: 'PUT', agent: false };
    const writing = request({ ...options, path: `/api/streams/${stream}`, headers });
    // A server that has answered and closed lets writes fail.
    writing.on('error', () => undefined);
    return { writing, answer: answerTo(writing) };
  }

  test('is recorded and analysed, and the answer says where that is', async () => {
    const { writing, answer } = put('sent', { 'content-type': 'video/webm' });
    for (const chunk of chunks.slice(0, 14)) writing.write(chunk);
    // Results come while the body does.
    await eventually(
      async () => (await ask(server, '/api/streams/sent/detections.ndjson')).body.toString('utf8'),
      (detections) => detections.includes('"score"'),
    );
    for (const chunk of chunks.slice(14)) writing.write(chunk);
    writing.end();
    const { status, headers, body } = await answer;
    expect({ status, location: headers['location'] }).toEqual({ status: 201, location: '/api/streams/sent' });
    expect(JSON.parse(body.toString('utf8'))).toMatchObject({
      stream: 'sent',
      octets: whole.length,
      recordingPath: '/api/streams/sent/recording.webm',
    });
    expect(await stateOf(server, 'sent')).toBe('ended');
    const { videoFrames } = await probe(server.pathOf('sent', 'recording.webm'));
    expect(videoFrames).toBeGreaterThan(100);
  });

  test('is the same recording however it is cut', async () => {
    const { writing, answer } = put('at-once');
    writing.end(whole);
    expect((await answer).status).toBe(201);
    const [atOnce, sent] = await Promise.all(
      ['at-once', 'sent'].map(async (stream) => probe(server.pathOf(stream, 'recording.webm'))),
    );
    expect(atOnce).toEqual(sent);
  });

  test.each([
    ['whose ID is taken', 'sent', {}, whole, 409, 'stream-exists'],
    ['that is no WebM', 'no-webm', {}, Buffer.alloc(2 * 1024 * 1024, 'no WebM '), 400, 'stream-invalid'],
    ['that says to be MP4', 'mp4', { 'content-type': 'video/mp4' }, whole, 400, 'stream-invalid'],
    ['whose ID is no ID', 'a.b', {}, whole, 400, 'bad-request'],
  ])('%s is refused with a code and a remedy', async (_what, stream, headers, body, status, code) => {
    const { writing, answer } = put(stream, headers);
    writing.end(body);
    const refusal = await answer;
    const error = JSON.parse(refusal.body.toString('utf8')) as unknown;
    expect({ status: refusal.status, error }).toMatchObject({
      status,
      error: { code, remedy: expect.any(String) as string },
    });
  });

  test('whose connection breaks is recorded as far as it came', async () => {
    const { writing, answer } = put('cut');
    answer.catch(() => undefined);
    const sent = Buffer.concat(chunks.slice(0, 8));
    writing.write(sent);
    await eventually(
      async () => askJson(server, '/api/streams/cut'),
      (stream) => isPublishing(stream, sent.length),
    );
    writing.destroy();
    await eventually(
      async () => stateOf(server, 'cut'),
      (state) => state === 'ended',
    );
    expect((await probe(server.pathOf('cut', 'recording.webm'))).opensWithKeyframe).toBe(true);
  });
});

interface Publishing {
  readonly writing: ClientRequest;
  readonly answer: Promise<Answer>;
}

async function answerTo(writing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    writing.on('close', () => reject(new Error('the connection closed without an answer')));
    writing.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
  });
}

/** Whether the server has all of what was sent, and waits for more. */
function isPublishing(stream: unknown, octets: number): boolean {
  if (typeof stream !== 'object' || stream === null || !('octets' in stream && 'state' in stream)) return false;
  return stream.state === 'publishing' && stream.octets === octets;
}
