import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { ask, stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { expectedRecording } from '../support/expected-recording.js';
import { decodeComplaints, describeWithMediaTools } from '../support/media-tools.js';
import { type RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { StartedServers } from '../support/started-servers.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const { mimeType } = manifest;
const none = new Uint8Array();

const { start } = new StartedServers();

async function open(server: RunningServer, stream: string, resume: boolean): Promise<TestPublisher> {
  return TestPublisher.start(server.ingestUrl, { mimeType, stream, ...(resume ? { resume } : {}) });
}

async function send(publisher: TestPublisher, from: number, to: number): Promise<void> {
  for (let sequence = from; sequence < to; sequence += 1) publisher.sendChunk(sequence, chunks[sequence] ?? none);
  await publisher.next('ack', (ack) => ack.sequence === to - 1);
}

async function finish(publisher: TestPublisher): Promise<void> {
  await publisher.stop();
}

describeWithMediaTools('a stream whose server is restarted', () => {
  test('goes on after SIGKILL and after SIGTERM, and its recording is that of an uncut run, octet for octet', async () => {
    const killed = await start(WHATEVER_THE_LAG);
    const first = await open(killed, 'restarted', false);
    await send(first, 0, 9);
    const analysed = await first.next('detections');
    // What is found is not acknowledged: it is written when the disk has time.
    await eventually(
      () => readFile(killed.pathOf('restarted', 'detections.ndjson'), 'utf8').catch(String),
      (lines) => lines.includes(`"timestampMs":${analysed.timestampMs},`),
    );
    await killed.end('SIGKILL');
    expect(await decodeComplaints(killed.pathOf('restarted', 'recording.webm'))).toBe('');
    // As a process leaves it that dies amid an entry and amid a line.
    await appendFile(killed.pathOf('restarted', 'ingest.journal'), Buffer.of(0, 0, 0, 200, 1, 2, 3, 4, 1, 0));
    await appendFile(killed.pathOf('restarted', 'detections.ndjson'), '{"type":"detec');

    const stopped = await start([...WHATEVER_THE_LAG, '--drain-timeout-ms', '60000'], killed.dataDirectory);
    const second = await open(stopped, 'restarted', true);
    expect(await second.next('ready')).toMatchObject({ nextSequence: 9 });
    await send(second, 9, 17);
    await second.next('detections', ({ sequence }) => sequence >= 9);
    const exit = stopped.end('SIGTERM');
    expect(await second.next('error')).toMatchObject({ code: 'server-stopping', retryable: true });
    expect(await second.closed()).toEqual({ code: 1012, reason: 'server-stopping' });
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(second.allOf('ended')).toEqual([]);
    expect(await decodeComplaints(killed.pathOf('restarted', 'recording.webm'))).toBe('');
    expect(
      (await readFile(killed.pathOf('restarted', 'recording.webm'))).equals(
        expectedRecording(mimeType, chunks.slice(0, 17)),
      ),
    ).toBe(true);

    const last = await start([], killed.dataDirectory);
    const third = await open(last, 'restarted', true);
    await send(third, (await third.next('ready')).nextSequence, chunks.length);
    await finish(third);
    const recording = await readFile(last.pathOf('restarted', 'recording.webm'));
    expect(recording.equals(expectedRecording(mimeType, chunks))).toBe(true);
    expect(existsSync(last.pathOf('restarted', 'ingest.journal'))).toBe(false);
    const lines = (await readFile(last.pathOf('restarted', 'detections.ndjson'), 'utf8')).trimEnd().split('\n');
    const logged = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly timestampMs: number });
    const timestamps = logged.flatMap(({ type, timestampMs }) => (type === 'detections' ? [timestampMs] : []));
    const appeared = logged.filter(({ type }) => type === 'face-appeared').map((face) => JSON.stringify(face));
    expect(new Set(appeared).size).toBe(logged.filter(({ type }) => type === 'face-left').length);
    expect(timestamps).toContain(analysed.timestampMs);
    expect(timestamps).toEqual([...new Set(timestamps)].sort((one, other) => one - other));
    const status = third.allOf('status').at(-1);
    expect(status).toMatchObject({ chunks: chunks.length, framesReceived: 240, framesAnalysed: timestamps.length });
  });
});

describeWithMediaTools('a publisher', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await start(['--keep-journals', 'yes', '--fsync', 'every-chunk']);
  });

  test('that could not keep chunks says so, and the gap is recorded, acknowledged and told', async () => {
    const publisher = await open(server, 'overflown', false);
    await send(publisher, 0, 10);
    publisher.say({ type: 'lost', first: 8, last: 13 });
    await publisher.next('ack', (ack) => ack.sequence === 13);
    await send(publisher, 14, chunks.length);
    const gap = await publisher.next('gap');
    expect(gap).toMatchObject({ code: 'missing-chunk' });
    await finish(publisher);
    const lines = (await readFile(server.pathOf('overflown', 'gaps.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      code: 'missing-chunk',
      sequence: 14,
      missingSequences: { first: 10, last: 13 },
    });
    expect(await decodeComplaints(server.pathOf('overflown', 'recording.webm'))).toBe('');
    expect(existsSync(server.pathOf('overflown', 'ended.journal'))).toBe(true);
  });

  test('that lost the end of its stream has a gap at the end', async () => {
    const publisher = await open(server, 'cut-off', false);
    await send(publisher, 0, 10);
    publisher.say({ type: 'lost', first: 10, last: 12 });
    publisher.say({ type: 'stop' });
    expect(await publisher.next('gap')).toMatchObject({ code: 'missing-chunk' });
    await publisher.next('ended');
  });

  test('that lost the beginning has a recording all the same', async () => {
    const publisher = await open(server, 'headless', false);
    publisher.say({ type: 'lost', first: 0, last: 2 });
    await send(publisher, 3, chunks.length);
    await finish(publisher);
    expect(await decodeComplaints(server.pathOf('headless', 'recording.webm'))).toBe('');
  });

  test('whose line broke before it heard an answer says the same again, and has one stream', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType, stream: 'again', session: 'mine' });
    publisher.cut();
    const again = await TestPublisher.connect(server.ingestUrl);
    again.say({ type: 'start', mimeType, stream: 'again', session: 'mine' });
    expect(await again.next('ready')).toMatchObject({ nextSequence: 0 });
    const other = await TestPublisher.connect(server.ingestUrl);
    other.say({ type: 'start', mimeType, stream: 'again', session: 'another' });
    expect(await other.next('error')).toMatchObject({ code: 'stream-exists' });
    await send(again, 0, 3);
    await finish(again);
  });

  test('whose line broke before it heard that its stream has ended hears it when it comes back', async () => {
    const publisher = await open(server, 'unheard', false);
    await send(publisher, 0, 5);
    publisher.say({ type: 'stop' });
    publisher.cut();
    await eventually(
      () => stateOf(server, 'unheard'),
      (state) => state === 'ended' || state === 'waiting',
    );
    const again = await open(server, 'unheard', true);
    expect(await again.next('ready')).toMatchObject({ nextSequence: 5 });
    await finish(again);
    expect(again.allOf('ended')).toMatchObject([{ stream: 'unheard', chunks: 5 }]);
    const more = await open(server, 'unheard', true);
    more.sendChunk(5, chunks[5] ?? none);
    expect(await more.next('error')).toMatchObject({ code: 'stream-ended', retryable: false });
    expect(await more.closed()).toMatchObject({ code: 1008 });
  });

  test('that never comes back to a server that was killed leaves a stream that the next one finalises and lists', async () => {
    const numbered = await open(server, 'left', false);
    await send(numbered, 0, 8);
    const plain = await TestPublisher.connect(`${server.ingestUrl}?stream=plain`, 'plain');
    await plain.next('ready');
    for (const chunk of chunks.slice(0, 8)) plain.sendOctets(chunk);
    await plain.next('ack', (ack) => ack.sequence === 7);
    await server.end('SIGKILL');
    await writeFile(server.pathOf('left', 'stream.json'), '{"version":1,');

    // In plain mode at once, for there is nobody to wait for.
    const next = await start(['--resume-grace-ms', '300'], server.dataDirectory);
    for (const stream of ['left', 'plain']) {
      await eventually(
        () => stateOf(next, stream),
        (state) => state === 'ended',
      );
      const { body } = await ask(next, `/api/streams/${stream}/recording.webm`);
      expect(body.equals(expectedRecording(mimeType, chunks.slice(0, 8)))).toBe(true);
      expect(existsSync(next.pathOf(stream, 'ingest.journal'))).toBe(false);
    }
    const late = await TestPublisher.connect(next.ingestUrl);
    late.say({ type: 'start', mimeType, stream: 'left', resume: true });
    expect(await late.next('error')).toMatchObject({ code: 'stream-ended', retryable: false });
  });
});
