import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { DetectionsMessage, FaceAppearedMessage, FaceLeftMessage } from '@webm-reassembler/protocol';
import { Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../fixtures/load.js';
import { stateOf } from '../support/answer.js';
import { downloadChunks } from '../support/downloaded-chunks.js';
import { eventually } from '../support/eventually.js';
import { expectedRecording } from '../support/expected-recording.js';
import { decodeComplaints, describeWithMediaTools, opensWithKeyframe, probe } from '../support/media-tools.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const faces = loadFixture('chromium156-faces-vp8-opus-250ms');

/** Timestamp of each video Block and the number of the chunk that completed it. */
function videoBlocks(chunks: readonly Uint8Array[]): ReadonlyMap<number, number> {
  const reassembler = new Reassembler();
  const completedBy = new Map<number, number>();
  for (const [sequence, chunk] of chunks.entries()) {
    for (const output of reassembler.feed(chunk)) {
      if (output.kind !== 'media-segment') continue;
      for (const block of output.blocks) if (block.track.type === 'video') completedBy.set(block.timestampMs, sequence);
    }
  }
  return completedBy;
}

function expectExactDetections(messages: readonly DetectionsMessage[]): void {
  const blocks = videoBlocks(faces.chunks);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) {
    expect(blocks.get(message.timestampMs)).toBe(message.sequence);
    expect(message.recorderTimestampMs).toBe(message.timestampMs);
    expect([message.width, message.height]).toEqual([640, 480]);
    expect(message.timings.totalMs).toBeGreaterThanOrEqual(message.timings.detectMs);
  }
  const timestamps = messages.map((message) => message.timestampMs);
  expect(timestamps).toEqual([...timestamps].sort((one, other) => one - other));
  expect(messages.flatMap((message) => message.detections).length).toBeGreaterThan(0);
}

/** A line as the server wrote it. */
function asResult(line: string): DetectionsMessage | FaceAppearedMessage | FaceLeftMessage {
  return JSON.parse(line) as DetectionsMessage | FaceAppearedMessage | FaceLeftMessage;
}

/** Sends every chunk at ten times the recorded pace. */
async function publish(send: (sequence: number, chunk: Uint8Array) => void): Promise<void> {
  for (const [sequence, chunk] of faces.chunks.entries()) {
    send(sequence, chunk);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describeWithMediaTools('a stream that is published', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start(WHATEVER_THE_LAG);
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  test('in the subprotocol is acknowledged, analysed, ended, and kept in files that play', async () => {
    const publisher = await TestPublisher.connect(server.ingestUrl);
    publisher.say({ type: 'start', mimeType: faces.manifest.mimeType, stream: 'numbered' });
    expect(await publisher.next('ready')).toMatchObject({
      stream: 'numbered',
      nextSequence: 0,
      limits: { maxMessageOctets: 4 * 1024 * 1024 },
    });
    await publish((sequence, chunk) => publisher.sendChunk(sequence, chunk));
    const ended = await publisher.stop();
    expect(ended).toMatchObject({
      stream: 'numbered',
      chunks: faces.chunks.length,
      recordingPath: '/api/streams/numbered/recording.webm',
    });
    expect(publisher.allOf('ack').map((ack) => ack.sequence)).toEqual(faces.chunks.map((_, index) => index));
    expect(publisher.allOf('error')).toEqual([]);
    expect(await publisher.closed()).toMatchObject({ code: 1000 });
    expectExactDetections(publisher.allOf('detections'));
    const status = publisher.allOf('status').at(-1);
    expect(status).toMatchObject({ videoCodec: 'vp8', audioCodec: 'opus', framesReceived: 240 });
    expect((status?.framesAnalysed ?? 0) + (status?.framesSkipped ?? 0)).toBe(240);

    const recording = server.pathOf('numbered', 'recording.webm');
    expect((await readFile(recording)).equals(expectedRecording(faces.manifest.mimeType, faces.chunks))).toBe(true);
    expect(await decodeComplaints(recording)).toBe('');
    const probed = await probe(recording);
    expect(probed).toMatchObject({ codecs: ['vp8', 'opus'], videoFrames: 240 });
    expect(probed.videoTimestampsMs).toEqual([...videoBlocks(faces.chunks).keys()]);
  });

  test('has every chunk as a file of its own that plays from a keyframe', async () => {
    const files = await downloadChunks(server, 'numbered');
    expect(files.map(({ name }) => name)).toEqual(
      faces.chunks.map((_, index) => `${String(index).padStart(6, '0')}.webm`),
    );
    for (const { path } of files) {
      expect(await decodeComplaints(path)).toBe('');
      expect(await opensWithKeyframe(path)).toBe(true);
    }
  });

  test('keeps its detections as lines beside the recording, and who came and went between them', async () => {
    const text = await readFile(server.pathOf('numbered', 'detections.ndjson'), 'utf8');
    const lines = text.trimEnd().split('\n').map(asResult);
    expectExactDetections(lines.filter((line) => line.type === 'detections'));
    const came = lines.filter((line) => line.type === 'face-appeared').map((line) => line.faceId);
    const went = lines.filter((line) => line.type === 'face-left').map((line) => line.faceId);
    expect(came).toEqual(came.map((_, index) => index + 1));
    expect([...went].sort((one, other) => one - other)).toEqual(came);
  });

  test.each(['/ingest?stream=plain', '/?stream=plain-at-root'])(
    'in plain mode at %s needs no word and no number',
    async (path) => {
      const publisher = await TestPublisher.connect(`ws://127.0.0.1:${server.port}${path}`, 'plain');
      const stream = new URLSearchParams(path.split('?')[1]).get('stream') ?? '';
      expect(await publisher.next('ready')).toMatchObject({ stream, nextSequence: 0 });
      await publish((_, chunk) => publisher.sendOctets(chunk));
      await publisher.next('ack', (ack) => ack.sequence === faces.chunks.length - 1);
      await publisher.next('detections', (message) => message.detections.length > 0);
      publisher.close();
      await publisher.closed();
      expectExactDetections(publisher.allOf('detections'));
      await eventually(
        () => stateOf(server, stream),
        (state) => state === 'ended',
      );
      expect(
        (await readFile(server.pathOf(stream, 'recording.webm'))).equals(
          expectedRecording(faces.manifest.mimeType, faces.chunks),
        ),
      ).toBe(true);
    },
  );

  test('plays at every moment while it is recorded', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, {
      mimeType: faces.manifest.mimeType,
      stream: 'growing',
    });
    for (const [sequence, chunk] of faces.chunks.slice(0, 6).entries()) {
      publisher.sendChunk(sequence, chunk);
      await publisher.next('ack', (ack) => ack.sequence === sequence);
      expect(await decodeComplaints(server.pathOf('growing', 'recording.webm'))).toBe('');
    }
    await publisher.stop();
  });
});
