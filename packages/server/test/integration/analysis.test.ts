import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AnalysisSettings } from '@webm-reassembler/protocol';
import { loadFixture } from '../../../../fixtures/load.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

const { chunks } = loadFixture('chromium156-tiny-canvas-vp8-opus-250ms');
const describing = fileURLToPath(new URL('./detectors/describing.mjs', import.meta.url));

let server: RunningServer;

beforeAll(async () => {
  const limits = ['--max-analysed-fps', '12', '--allowed-tasks', 'landmarks,descriptors'];
  server = await RunningServer.start(['--detector', describing, '--analysed-fps', '7', ...limits, ...WHATEVER_THE_LAG]);
}, 240_000);

afterAll(() => server.cleanUp());

async function publish(stream: string, analysis: Partial<AnalysisSettings> = {}): Promise<TestPublisher> {
  const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: 'video/webm', stream, analysis });
  publisher.sendAll(chunks);
  await publisher.next('detections', (message) => message.detections.length > 0);
  // Every face of the detector has been seen for long enough to be counted.
  await publisher.next('face-appeared', ({ faceId }) => faceId === (analysis.maxFaces ?? 3));
  await publisher.stop();
  return publisher;
}

test('a stream that asks for nothing gets what is configured, and is told so', async () => {
  const publisher = await publish('plain');
  const { analysis } = await publisher.next('ready');
  expect(analysis).toMatchObject({ fps: 7, model: 'tiny', inputSize: 416, landmarks: 'none', descriptors: false });
  expect(JSON.stringify(publisher.heard)).not.toContain('"descriptor"');
}, 240_000);

test('descriptors go to the publisher who asked for them, and nowhere else', async () => {
  const analysis = { descriptors: true, maxFaces: 1, fps: 3 };
  const publisher = await publish('private', analysis);
  const found = publisher.allOf('detections').flatMap((message) => message.detections);
  expect(found.every((detection) => detection.descriptor?.[0] === 0.123456789)).toBe(true);
  expect(publisher.allOf('detections').every((message) => message.detections.length === 1)).toBe(true);
  const written = await readFile(server.pathOf('private', 'detections.ndjson'), 'utf8');
  expect(written).toContain('"detections"');
  const answers = await Promise.all(
    ['', '/detections.ndjson', '/detections.vtt'].map(async (path) =>
      (await fetch(`${server.address}/api/streams/private${path}`)).text(),
    ),
  );
  for (const text of [written, server.log, ...answers]) {
    expect(text).not.toContain('"descriptor"');
    expect(text).not.toContain('0.123456789');
  }
}, 240_000);

test('a publisher is told its rate and what was skipped by which stage', async () => {
  const publisher = await publish('counted');
  const status = publisher.allOf('status').at(-1);
  expect(status?.facesCounted).toBe(3);
  // Fewer where the machine is full, as while tests run side by side.
  expect(status?.grantedFps).toBeGreaterThan(0);
  expect(status?.grantedFps).toBeLessThanOrEqual(7);
  const { byRate = 0, byNewerFrame = 0, notDecoded = 0, failed = 0 } = status?.skipped ?? {};
  expect(byRate + byNewerFrame + notDecoded + failed).toBe(status?.framesSkipped);
}, 240_000);

test.each([
  [{ fps: 13 }, 'fps is 13, the limit is 12 (--max-analysed-fps)'],
  [{ expressions: true }, '"expressions" is not allowed here; allowed tasks: landmarks, descriptors (--allowed-tasks)'],
] as const)('%o is refused with the limit', async (analysis, message) => {
  const publisher = await TestPublisher.connect(server.ingestUrl);
  publisher.say({ type: 'start', mimeType: 'video/webm', analysis });
  expect(await publisher.next('error')).toMatchObject({ code: 'analysis-refused', message });
});

test('a page is told what it may ask for, and nothing else of the server', async () => {
  expect(await (await fetch(`${server.address}/analysis.json`)).json()).toEqual({
    tasks: ['landmarks', 'descriptors'],
    maxFps: 12,
    maxInputSize: 608,
    maxFaces: 16,
  });
});

test('plain mode says the same in the address', async () => {
  const publisher = await TestPublisher.connect(`${server.ingestUrl}?fps=2&landmarks=68-tiny`, 'plain');
  expect((await publisher.next('ready')).analysis).toMatchObject({ fps: 2, landmarks: '68-tiny' });
  publisher.close();
  const refused = await TestPublisher.connect(`${server.ingestUrl}?fps=often`, 'plain');
  expect(await refused.next('error')).toMatchObject({ code: 'analysis-refused' });
});
