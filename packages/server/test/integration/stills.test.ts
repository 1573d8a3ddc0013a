import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { readdir, readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { ask, askJson, stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { describeWithMediaTools } from '../support/media-tools.js';
import { RunningServer } from '../support/running-server.js';
import { asPng, photograph, pngBomb, sayingSize } from '../support/still-pictures.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const NOW = 1_790_000_000_000;

/** Images that come sooner behind one another than they are analysed, ten a second by default, are kept and not looked at. */
const INTERVAL_MS = 150;

describeWithMediaTools('still images', () => {
  let server: RunningServer;
  const jpeg = photograph(1);
  const png = asPng(jpeg, 640);

  beforeAll(async () => {
    server = await RunningServer.start();
  });

  afterAll(async () => server.cleanUp());

  async function start(stream: string, mimeType: string, resume = false): Promise<TestPublisher> {
    return TestPublisher.start(server.ingestUrl, { mimeType, stream, ...(resume ? { resume } : {}) });
  }

  async function post(stream: string, body: Buffer, type = 'image/jpeg', query = '') {
    const target = `${server.address}/api/streams/${stream}/frames${query}`;
    const response = await fetch(target, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': type },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test('in the subprotocol are kept before they are acknowledged, analysed, and listed', async () => {
    const publisher = await start('numbered', 'image/jpeg');
    for (const [sequence, image] of [jpeg, png, jpeg].entries()) {
      publisher.sendChunk(sequence, image, NOW + sequence * 400);
      await publisher.next('ack', (ack) => ack.sequence === sequence);
      const file = `00000${sequence}.${image === png ? 'png' : 'jpg'}`;
      expect((await readFile(server.pathOf('numbered', 'frames', file))).equals(image)).toBe(true);
      await publisher.next('detections', (message) => message.sequence === sequence);
    }
    expect(await publisher.stop()).toMatchObject({ chunks: 3, recordingPath: '/api/streams/numbered/frames' });
    const found = publisher.allOf('detections');
    expect(found.map(({ timestampMs, sequence }) => [timestampMs, sequence])).toEqual([
      [0, 0],
      [400, 1],
      [800, 2],
    ]);
    for (const { detections, timings } of found) {
      expect(detections.length).toBeGreaterThan(0);
      expect(timings.totalMs).toBeGreaterThanOrEqual(timings.detectMs);
    }
    expect(found[1]?.width).toBe(640);
    expect(publisher.allOf('error')).toEqual([]);
    const lines = (await readFile(server.pathOf('numbered', 'detections.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('"detections"'))).toHaveLength(3);
  });

  test('are served as they came, of a stream that has no recording', async () => {
    expect(await askJson(server, '/api/streams/numbered')).toMatchObject({
      mimeType: 'image/jpeg',
      state: 'ended',
      recordings: [],
      chunks: 3,
      framesPath: '/api/streams/numbered/frames',
    });
    const list = (await askJson(server, '/api/streams/numbered/frames?from=1&limit=1')) as object;
    expect(list).toMatchObject({ frames: [{ sequence: 1, width: 640, timestampMs: 400 }], nextFrom: 2 });
    const image = await ask(server, '/api/streams/numbered/frames/000001.png');
    expect({ status: image.status, type: image.headers['content-type'] }).toEqual({ status: 200, type: 'image/png' });
    expect(image.body.equals(png)).toBe(true);
    for (const name of ['000009.jpg', '..%2Fstream.json', '000000.jpg.draft'])
      expect((await ask(server, `/api/streams/numbered/frames/${name}`)).status).toBeGreaterThanOrEqual(400);
  });

  test.each([
    ['whose first octets say so', ''],
    ['that the address announces', '&mimeType=image/png'],
  ])('in plain mode %s need no word and no number', async (_what, query) => {
    const stream = `plain${query.length}`;
    const publisher = await TestPublisher.connect(`${server.ingestUrl}?stream=${stream}${query}`, 'plain');
    await publisher.next('ready');
    for (const sequence of [0, 1]) {
      if (sequence > 0) await delay(INTERVAL_MS);
      publisher.sendOctets(png);
      const found = await publisher.next('detections', (message) => message.sequence === sequence);
      expect(found.detections.length).toBeGreaterThan(0);
    }
    publisher.close();
    await publisher.closed();
    await eventually(
      () => stateOf(server, stream),
      (state) => state === 'ended',
    );
    const [first, second] = publisher.allOf('detections');
    expect(second?.timestampMs).toBeGreaterThan(first?.timestampMs ?? 0);
    expect(await readdir(server.pathOf(stream, 'frames'))).toEqual(['000000.png', '000001.png']);
    expect(await askJson(server, `/api/streams/${stream}`)).toMatchObject({ mimeType: 'image/png', videoCodec: 'png' });
  });

  test('that cannot be taken are told, one by one, and the stream goes on', async () => {
    const publisher = await start('hostile', 'image/jpeg');
    const images: readonly (readonly [Buffer, string])[] = [
      [jpeg.subarray(0, jpeg.length / 2), 'image-invalid'],
      [sayingSize(jpeg, 20_000, 20_000), 'picture-too-large'],
      [pngBomb(png), 'picture-too-large'],
      [Buffer.from('GIF89a, which is neither'), 'image-invalid'],
      [Buffer.alloc(0), 'image-invalid'],
      [Buffer.concat([png.subarray(0, 60), Buffer.alloc(png.length - 100), png.subarray(-40)]), 'image-invalid'],
    ];
    for (const [sequence, [image]] of images.entries()) {
      publisher.sendChunk(sequence, image, NOW + sequence * 400);
      await publisher.next('ack', (ack) => ack.sequence === sequence);
      // What its header tells is told at once, the rest when it is decoded.
      await publisher.count('error', sequence + 1);
    }
    expect(publisher.allOf('error').map(({ code }) => code)).toEqual(images.map(([, code]) => code));
    publisher.sendChunk(images.length, jpeg, NOW + 10_000);
    await publisher.next('detections', (message) => message.sequence === images.length);
    await publisher.stop();
    const kept = await readdir(server.pathOf('hostile', 'frames'));
    expect(kept).toContain('000006.jpg');
    expect(kept).not.toContain('000001.jpg');
    expect(server.log).not.toContain('uncaught');
  });

  test('go on after a cut where the server says', async () => {
    const publisher = await start('cut', 'image/jpeg');
    for (const sequence of [0, 1]) publisher.sendChunk(sequence, jpeg, NOW + sequence * 400);
    await publisher.next('ack', (ack) => ack.sequence === 1);
    publisher.cut();
    const again = await start('cut', 'image/jpeg', true);
    expect(await again.next('ready')).toMatchObject({ nextSequence: 2 });
    again.sendChunk(1, png, NOW);
    again.sendChunk(2, jpeg, NOW + 800);
    await again.next('ack', (ack) => ack.sequence === 2);
    expect(await again.stop()).toMatchObject({ chunks: 3 });
    expect(await readdir(server.pathOf('cut', 'frames'))).toEqual(['000000.jpg', '000001.jpg', '000002.jpg']);
  });

  test('that are posted are answered with what is found in them, and are one stream', async () => {
    const first = await post('posted', jpeg, 'image/jpeg', '?maxFaces=1');
    // At the same time: which of them comes first is a matter of luck.
    const others = await Promise.all([post('posted', png, 'image/png'), post('posted', png, 'image/png')]);
    const answers = [first, ...others];
    for (const { status, body } of answers) {
      expect({ status, body }).toMatchObject({ status: 201, body: { stream: 'posted' } });
      // As the first of them asked for.
      expect((body['result'] as DetectionsMessage).detections).toHaveLength(1);
    }
    expect(new Set(answers.map(({ body }) => body['sequence']))).toEqual(new Set([0, 1, 2]));
    expect(first.body['sequence']).toBe(0);
    expect(await stateOf(server, 'posted')).toBe('waiting');
    expect(await post('posted', jpeg.subarray(0, 5000))).toMatchObject({
      status: 400,
      body: { code: 'image-invalid' },
    });
    expect(await post('posted', pngBomb(png))).toMatchObject({ status: 413, body: { code: 'picture-too-large' } });
    expect(await askJson(server, '/api/streams/posted/frames')).toMatchObject({
      frames: [
        { sequence: 0, file: '000000.jpg' },
        { sequence: 1, file: '000001.png' },
        { sequence: 2, file: '000002.png' },
      ],
    });
  });

  test.each([
    ['no image', 'no-image', Buffer.from('{}'), 'image/jpeg', 400, 'image-invalid'],
    ['another type', 'text', jpeg, 'text/plain', 415, 'bad-request'],
    ['an image for a stream of somebody else', 'numbered', jpeg, 'image/jpeg', 409, 'stream-exists'],
    ['an ID that is none', 'a.b', jpeg, 'image/jpeg', 400, 'bad-request'],
  ])('a post with %s is refused with a code', async (_what, stream, body, type, status, code) => {
    expect(await post(stream, body, type)).toMatchObject({ status, body: { code } });
  });

  test('a post that says it has more octets than a message may have is refused before they come', async () => {
    // The octets themselves are not sent: whether a client hears of the refusal while it still sends is a matter of luck.
    const headers = { 'content-type': 'image/jpeg', 'content-length': String(5 * 1024 * 1024) };
    const asking = request(`${server.address}/api/streams/large/frames`, { method: 'POST', headers, agent: false });
    asking.flushHeaders();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(413);
    expect(JSON.parse((await response.setEncoding('utf8').toArray()).join(''))).toMatchObject({
      code: 'message-too-large',
    });
    asking.on('error', () => undefined).destroy();
  });

  test('are deleted with their stream', async () => {
    const response = await fetch(`${server.address}/api/streams/numbered`, { method: 'DELETE' });
    expect(response.status).toBe(204);
    await expect(stat(server.pathOf('numbered', 'frames'))).rejects.toThrow('ENOENT');
  });

  test('outlast a server that is killed, and go on with the next one', async () => {
    const publisher = await start('killed', 'image/jpeg');
    for (const sequence of [0, 1]) publisher.sendChunk(sequence, jpeg, NOW + sequence * 400);
    await publisher.next('ack', (ack) => ack.sequence === 1);
    await server.end('SIGKILL');
    server = await RunningServer.start([], server.dataDirectory);
    const again = await start('killed', 'image/jpeg', true);
    expect(await again.next('ready')).toMatchObject({ nextSequence: 2 });
    again.sendChunk(2, jpeg, NOW + 800);
    expect(await again.next('detections', (message) => message.sequence === 2)).toMatchObject({ timestampMs: 800 });
    expect(await again.stop()).toMatchObject({ chunks: 3 });
    const { frames } = (await askJson(server, '/api/streams/killed/frames')) as { frames: readonly object[] };
    expect(frames).toHaveLength(3);
  });
});
