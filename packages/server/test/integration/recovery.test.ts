import { readdir, readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { loadFixture } from '../../../../fixtures/load.js';
import { downloadChunks } from '../support/downloaded-chunks.js';
import { decodeComplaints, describeWithMediaTools, probe } from '../support/media-tools.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const none = new Uint8Array();

/** Of the canvas that is resized while it is recorded. */
const WIDTH_AT_FIRST = 320;

describeWithMediaTools('a stream that does not stay as it began', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start(WHATEVER_THE_LAG);
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  async function start(stream: string, mimeType: string): Promise<TestPublisher> {
    return TestPublisher.start(server.ingestUrl, { mimeType, stream });
  }

  /** Publishes a fixture to its end, which does not come before there is a result that fits, where one is asked for. */
  async function publishWhole(
    stream: string,
    fixture: string,
    fits?: (message: DetectionsMessage) => boolean,
  ): Promise<TestPublisher> {
    const { manifest, chunks } = loadFixture(fixture);
    const publisher = await start(stream, manifest.mimeType);
    await publisher.sendPaced(chunks, 30);
    if (fits !== undefined) await publisher.next('detections', fits);
    await publisher.stop();
    return publisher;
  }

  async function expectAllToPlay(stream: string): Promise<void> {
    const chunks = await downloadChunks(server, stream);
    expect(chunks.length).toBeGreaterThan(0);
    for (const { path } of chunks) expect(await decodeComplaints(path)).toBe('');
  }

  test('stays in one file when the picture size changes, and results have the new size', async () => {
    const publisher = await publishWhole(
      'resized',
      'chromium156-resize-canvas-vp8-opus-250ms',
      ({ width }) => width !== WIDTH_AT_FIRST,
    );
    const recordings = (await readdir(server.pathOf('resized'))).filter((name) => name.startsWith('recording')).sort();
    expect(recordings).toEqual(['recording.webm']);
    const probed = await Promise.all(recordings.map((name) => probe(server.pathOf('resized', name))));
    for (const { opensWithKeyframe } of probed) expect(opensWithKeyframe).toBe(true);
    for (const name of recordings) expect(await decodeComplaints(server.pathOf('resized', name))).toBe('');
    await expectAllToPlay('resized');
    const received = publisher.allOf('status').at(-1)?.framesReceived;
    expect(probed.reduce((sum, { videoFrames }) => sum + videoFrames, 0)).toBe(received);
    expect(publisher.allOf('detections')[0]?.width).toBe(WIDTH_AT_FIRST);
  });

  test('stays in one file, on one timeline, when the recorder restarts with its tracks swapped', async () => {
    const publisher = await publishWhole(
      'restarted',
      'chromium156-restart-swapped-tracks-vp8-opus-250ms',
      ({ timestampMs, recorderTimestampMs }) => recorderTimestampMs < timestampMs,
    );
    expect((await readdir(server.pathOf('restarted'))).filter((name) => name.startsWith('recording'))).toEqual([
      'recording.webm',
    ]);
    expect(await decodeComplaints(server.pathOf('restarted', 'recording.webm'))).toBe('');
    await expectAllToPlay('restarted');
    const { videoTimestampsMs } = await probe(server.pathOf('restarted', 'recording.webm'));
    expect(videoTimestampsMs).toEqual([...videoTimestampsMs].sort((one, other) => one - other));
    const detections = publisher.allOf('detections');
    for (const { timestampMs } of detections) expect(videoTimestampsMs).toContain(timestampMs);
  });

  test('is decoded again, and recorded as if nothing had been, when its ffmpeg is killed', async () => {
    const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
    const publisher = await start('ffmpeg-killed', manifest.mimeType);
    const half = Math.floor(chunks.length / 2);
    for (let sequence = 0; sequence < half; sequence += 1) publisher.sendChunk(sequence, chunks[sequence] ?? none);
    await publisher.next('detections');
    const [decoder, ...others] = await server.decoders();
    expect(others).toEqual([]);
    if (decoder === undefined) throw new Error('there is no ffmpeg to kill');
    process.kill(decoder, 'SIGKILL');
    for (let sequence = half; sequence < chunks.length; sequence += 1) {
      publisher.sendChunk(sequence, chunks[sequence] ?? none);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await publisher.next('detections', ({ sequence }) => sequence >= half);
    const [successor] = await server.decoders();
    expect(successor).not.toBe(decoder);
    await publisher.stop();
    expect(publisher.allOf('error')).toEqual([]);
    const timestamps = publisher.allOf('detections').map(({ timestampMs }) => timestampMs);
    expect(timestamps).toEqual([...new Set(timestamps)].sort((one, other) => one - other));
    expect(await probe(server.pathOf('ffmpeg-killed', 'recording.webm'))).toMatchObject({ videoFrames: 240 });
  });

  test('leaves no ffmpeg behind when it has ended', async () => {
    expect(await server.decoders()).toEqual([]);
  });

  test('records sound alone, and analyses nothing', async () => {
    const publisher = await publishWhole('sound', 'chromium156-microphone-opus-250ms');
    expect(publisher.allOf('error')).toEqual([]);
    expect(publisher.allOf('detections')).toEqual([]);
    expect(publisher.allOf('status').at(-1)).toMatchObject({
      videoCodec: 'none',
      audioCodec: 'opus',
      framesReceived: 0,
    });
    expect((await probe(server.pathOf('sound', 'recording.webm'))).codecs).toEqual(['opus']);
    await expectAllToPlay('sound');
    expect((await readFile(server.pathOf('sound', 'stream.json'), 'utf8')).includes('"videoCodec": "none"')).toBe(true);
  });
});

describeWithMediaTools('a server that decodes with WebCodecs', () => {
  test('follows a stream that is resized, and starts no ffmpeg', async () => {
    const server = await RunningServer.start([...WHATEVER_THE_LAG, '--decoder', 'webcodecs']);
    const { manifest, chunks } = loadFixture('chromium156-resize-canvas-vp8-opus-250ms');
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: manifest.mimeType, stream: 'webcodecs' });
    await publisher.sendPaced(chunks, 30);
    expect(await server.decoders()).toEqual([]);
    await publisher.next('detections', ({ width }) => width !== WIDTH_AT_FIRST);
    await publisher.stop();
    expect(publisher.allOf('error')).toEqual([]);
    expect(publisher.allOf('detections')[0]?.width).toBe(WIDTH_AT_FIRST);
    const timestamps = publisher.allOf('detections').map(({ timestampMs }) => timestampMs);
    expect(timestamps).toEqual([...new Set(timestamps)].sort((one, other) => one - other));
    await server.cleanUp();
  });
});
