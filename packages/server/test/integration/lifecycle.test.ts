import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { ask, askJson, stateOf } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { expectedRecording } from '../support/expected-recording.js';
import { decodeComplaints, describeWithMediaTools } from '../support/media-tools.js';
import type { RunningServer } from '../support/running-server.js';
import { StartedServers } from '../support/started-servers.js';
import { runSubcommand } from '../support/subcommand.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const NAME = 'chromium156-faces-vp8-opus-250ms';
const FIXTURE = fileURLToPath(new URL(`../../../../fixtures/${NAME}`, import.meta.url));
const { manifest, chunks } = loadFixture(NAME);

const none = new Uint8Array();

const { start } = new StartedServers();

const FLAGS = ['--max-unrecorded-octets', '300000', '--drain-timeout-ms', '60000'];

async function publishSome(server: RunningServer, stream: string, count: number): Promise<TestPublisher> {
  const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: manifest.mimeType, stream });
  publisher.sendAll(chunks.slice(0, count));
  await publisher.next('ack', (ack) => ack.sequence === count - 1);
  return publisher;
}

// One server after the other: the first is killed, and the one that goes on behind it is told to stop in the end.
describeWithMediaTools('a server', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await start(FLAGS);
  });

  test('that was killed has recordings that play, and the next one lists them', async () => {
    await publishSome(server, 'killed', 8);
    await eventually(
      // It is brought up to date once a second, and not there before the first time.
      () => readFile(server.pathOf('killed', 'stream.json'), 'utf8').catch(String),
      (text) => text.includes('"chunks": 8'),
    );
    await server.end('SIGKILL');
    expect(await decodeComplaints(server.pathOf('killed', 'recording.webm'))).toBe('');
    await mkdir(server.pathOf('no-stream'));
    await mkdir(server.pathOf('torn'));
    await writeFile(server.pathOf('torn', 'stream.json'), '{"version":1,');

    server = await start(FLAGS, server.dataDirectory);
    expect(await askJson(server, '/api/streams')).toMatchObject({
      streams: [{ id: 'killed', state: 'waiting', chunks: 8, endedAt: null }],
    });
    expect((await ask(server, '/api/streams/killed/recording.webm')).body.length).toBeGreaterThan(100_000);
    await eventually(
      () => server.log,
      (log) => log.includes('torn') && log.includes('no-stream'),
    );
    const publisher = await TestPublisher.connect(server.ingestUrl);
    publisher.say({ type: 'start', mimeType: manifest.mimeType, stream: 'killed' });
    expect(await publisher.next('error')).toMatchObject({ code: 'stream-exists' });
  });

  test('whose disk is full tells the publisher, acknowledges nothing, and goes on when there is room', async () => {
    const publisher = await publishSome(server, 'disk', 4);
    // The journal is the longest file. There is room for a part of the next entry, and for nothing behind that.
    await server.limitFiles((await stat(server.pathOf('disk', 'ingest.journal'))).size + 100);
    for (let sequence = 4; sequence < 8; sequence += 1) publisher.sendChunk(sequence, chunks[sequence] ?? none);
    expect(await publisher.next('error')).toMatchObject({ code: 'recording-failed', retryable: true });
    expect(publisher.allOf('ack').at(-1)).toEqual({ type: 'ack', sequence: 3 });
    expect(await stateOf(server, 'disk')).toBe('publishing');
    await server.limitFiles('unlimited');
    await publisher.next('ack', (ack) => ack.sequence === 7);
    expect(await publisher.stop()).toMatchObject({ chunks: 8 });
    expect(
      (await readFile(server.pathOf('disk', 'recording.webm'))).equals(
        expectedRecording(manifest.mimeType, chunks.slice(0, 8)),
      ),
    ).toBe(true);
  });

  test('whose disk is full when a stream is stopped says that it has ended when it is written, not before', async () => {
    const publisher = await publishSome(server, 'late', 4);
    await server.limitFiles((await stat(server.pathOf('late', 'ingest.journal'))).size);
    publisher.sendChunk(4, chunks[4] ?? none);
    publisher.say({ type: 'stop' });
    await publisher.next('error');
    await eventually(
      () => stateOf(server, 'late'),
      (state) => state === 'ending',
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(publisher.allOf('ended')).toEqual([]);
    await server.limitFiles('unlimited');
    expect(await publisher.next('ended')).toMatchObject({ chunks: 5 });
    expect(
      (await readFile(server.pathOf('late', 'recording.webm'))).equals(
        expectedRecording(manifest.mimeType, chunks.slice(0, 5)),
      ),
    ).toBe(true);
  });

  test('whose stream is deleted from under it tells the publisher, and has all of it on the disk again', async () => {
    const publisher = await publishSome(server, 'deleted', 4);
    // In one step, so that the server does not write another file into it meanwhile.
    const deleted = join(server.dataDirectory, 'deleted');
    await rename(server.pathOf('deleted'), deleted);
    await rm(deleted, { recursive: true });
    expect(await publisher.next('error')).toMatchObject({ code: 'recording-failed', retryable: true });
    for (let sequence = 4; sequence < 8; sequence += 1) publisher.sendChunk(sequence, chunks[sequence] ?? none);
    await publisher.next('ack', (ack) => ack.sequence === 7);
    await publisher.stop();
    expect(
      (await readFile(server.pathOf('deleted', 'recording.webm'))).equals(
        expectedRecording(manifest.mimeType, chunks.slice(0, 8)),
      ),
    ).toBe(true);
  });

  test('stops reading from a publisher while too much waits for the disk, and loses nothing by it', async () => {
    const publisher = await publishSome(server, 'held', 2);
    await server.limitFiles((await stat(server.pathOf('held', 'ingest.journal'))).size);
    for (let sequence = 2; sequence < chunks.length; sequence += 1)
      publisher.sendChunk(sequence, chunks[sequence] ?? none);
    await publisher.next('error');
    // Two status messages more: a second in which everything could have been read.
    await publisher.count('status', publisher.allOf('status').length + 2);
    expect(publisher.allOf('status').at(-1)?.chunks).toBeLessThan(chunks.length / 2);
    await server.limitFiles('unlimited');
    await publisher.next('ack', (ack) => ack.sequence === chunks.length - 1);
    expect(await publisher.stop()).toMatchObject({ chunks: chunks.length });
    expect(await decodeComplaints(server.pathOf('held', 'recording.webm'))).toBe('');
  });

  test('that cannot listen says why and what to do', async () => {
    const elsewhere = `${server.dataDirectory}/elsewhere`;
    const second = await runSubcommand('--port', String(server.port), '--data-directory', elsewhere);
    expect(second).toMatchObject({ code: 1, output: '' });
    expect(second.notes).toContain(`another program listens on 127.0.0.1 port ${server.port}`);
    expect(second.notes).toContain('what to do: Stop the other program');
  });

  test('can be played a fixture, of which each detection is printed as one JSON object', async () => {
    const played = await runSubcommand(
      'replay',
      FIXTURE,
      '--json',
      '--speed',
      '4',
      '--url',
      server.ingestUrl,
      '--stream',
      'replayed',
    );
    expect(played.notes).toContain('28 chunks sent, 28 acknowledged');
    expect(played.code).toBe(0);
    const messages = played.output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatchObject({ type: 'detections', width: 640, height: 480 });
    expect(played.notes).toContain(`${messages.length} frames analysed`);
    expect(await stateOf(server, 'replayed')).toBe('ended');

    const again = await runSubcommand('replay', FIXTURE, '--url', server.ingestUrl, '--stream', 'replayed');
    expect(again.code).toBe(1);
    expect(again.notes).toContain('stream-exists');
  });

  test('that is told to stop takes nothing new, finishes its recordings, and exits with 0', async () => {
    const publisher = await publishSome(server, 'drained', 8);
    const exit = server.end('SIGTERM');
    // As under npm, which forwards what the terminal has sent already.
    void server.end('SIGTERM');
    expect(await publisher.next('error')).toMatchObject({ code: 'server-stopping', retryable: true });
    expect(await publisher.closed()).toEqual({ code: 1012, reason: 'server-stopping' });
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(await decodeComplaints(server.pathOf('drained', 'recording.webm'))).toBe('');
    expect(JSON.parse(await readFile(server.pathOf('drained', 'stream.json'), 'utf8'))).toMatchObject({
      chunks: 8,
      endedAt: expect.stringMatching(/^\d{4}-/) as string,
    });
  });
});

describe('replay', () => {
  test('says that no server answers, and how to start one', async () => {
    const played = await runSubcommand('replay', FIXTURE, '--url', 'ws://127.0.0.1:9/ingest');
    expect(played).toMatchObject({ code: 1, output: '' });
    expect(played.notes).toContain('no server answers at ws://127.0.0.1:9/ingest');
    expect(played.notes).toContain('npm start');
  });

  test.each([
    [['replay'], 'replay takes one fixture'],
    [['replay', 'nowhere'], 'the fixture cannot be read'],
    [['replay', FIXTURE, '--speed', '0'], '--speed is "0"'],
    [['replay', FIXTURE, '--url', 'http://127.0.0.1'], '--url is "http://127.0.0.1"'],
    [['play'], '"play" is not a subcommand'],
  ])('%j is refused with a reason', async (arguments_, reason) => {
    const refused = await runSubcommand(...arguments_);
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.notes).toContain(reason);
  });

  test('--help prints every key and exits with 0', async () => {
    const help = await runSubcommand('--help');
    expect(help).toMatchObject({ code: 0, notes: '' });
    expect(help.output).toContain('--max-message-octets');
    expect(help.output).toContain('FFMPEG_PATH');
  });
});
