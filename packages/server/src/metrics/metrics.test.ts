import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { StatusMessage } from '@webm-reassembler/protocol';
import { markdownTable } from '../markdown-table.js';
import { Metrics } from './metrics.js';

function setUp(): Metrics {
  return new Metrics({
    liveStreams: () => 2,
    unrecordedOctets: () => 30,
    waitingFrames: () => 6,
    viewers: () => 7,
    waitingWebhooks: () => 4,
    refusals: () => new Map([['not-found', 5]]),
  });
}

const status: StatusMessage = {
  type: 'status',
  stream: 'door',
  videoCodec: 'vp8',
  audioCodec: 'none',
  chunks: 10,
  octets: 1000,
  framesReceived: 100,
  framesAnalysed: 30,
  framesSkipped: 70,
  skipped: { byRate: 50, byNewerFrame: 10, notDecoded: 8, failed: 2 },
  videoFps: 30,
  detectionFps: 10,
  grantedFps: 10,
  facesPresent: 1,
  facesCounted: 1,
};

async function lineOf(metrics: Metrics, start: string): Promise<string | undefined> {
  return (await metrics.registry.metrics()).split('\n').find((line) => line.startsWith(start));
}

test('what streams say of themselves adds up over streams, and is counted once', async () => {
  const metrics = setUp();
  metrics.streamStarted('door');
  metrics.streamStarted('hall');
  metrics.hear('door', status);
  metrics.hear('door', { ...status, chunks: 14, octets: 1500 });
  metrics.hear('hall', { ...status, stream: 'hall' });
  expect(await lineOf(metrics, 'webm_chunks_total')).toBe('webm_chunks_total 24');
  expect(await lineOf(metrics, 'webm_chunk_octets_total')).toBe('webm_chunk_octets_total 2500');
  expect(await lineOf(metrics, 'webm_frames_decoded_total')).toBe('webm_frames_decoded_total 184');
  expect(await lineOf(metrics, 'webm_frames_skipped_total{reason="rate"}')).toMatch(/ 100$/);
});

test('a stream that ends and one that begins anew under its ID are two', async () => {
  const metrics = setUp();
  metrics.streamStarted('door');
  metrics.hear('door', status);
  metrics.hear('door', { type: 'ended', stream: 'door', chunks: 10, recordingPath: '' });
  metrics.streamStarted('door');
  metrics.hear('door', { ...status, chunks: 3 });
  expect(await lineOf(metrics, 'webm_chunks_total')).toBe('webm_chunks_total 13');
});

test('what a restored stream had before is not counted again', async () => {
  const metrics = setUp();
  metrics.hear('door', status);
  metrics.hear('door', { ...status, chunks: 12 });
  expect(await lineOf(metrics, 'webm_chunks_total')).toBe('webm_chunks_total 2');
});

test('each stage of a frame is measured in seconds', async () => {
  const metrics = setUp();
  metrics.hear('door', {
    type: 'detections',
    timestampMs: 0,
    recorderTimestampMs: 0,
    sequence: 0,
    width: 1,
    height: 1,
    detections: [],
    timings: { decodeMs: 20, queueMs: 1, detectMs: 15, totalMs: 40 },
  });
  expect(await lineOf(metrics, 'webm_stage_seconds_sum{stage="total"}')).toBe(
    'webm_stage_seconds_sum{stage="total"} 0.04',
  );
  expect(await lineOf(metrics, 'webm_stage_seconds_count{stage="detect"}')).toMatch(/ 1$/);
});

test('events and what is known anyway are there', async () => {
  const metrics = setUp();
  metrics.hear('door', { type: 'gap', code: 'missing', message: '', startMs: null, endMs: null });
  metrics.streamStarted('door');
  metrics.streamResumed();
  metrics.decoderFailed('exited');
  metrics.webhookSettled('delivered');
  for (const line of [
    'webm_gaps_total{code="missing"} 1',
    'webm_streams_started_total 1',
    'webm_streams_resumed_total 1',
    'webm_decoder_failures_total{code="exited"} 1',
    'webm_webhooks_total{outcome="delivered"} 1',
    'webm_streams_live 2',
    'webm_unrecorded_octets 30',
    'webm_waiting_frames 6',
    'webm_viewers 7',
    'webm_waiting_webhooks 4',
    'webm_refusals_total{code="not-found"} 5',
  ])
    expect(await lineOf(metrics, line)).toBe(line);
  expect(await lineOf(metrics, 'process_resident_memory_bytes')).toBeDefined();
});

const INTRODUCTION = `# Metrics

\`GET /metrics\` is for Prometheus; where tokens are required, it takes the admin secret as a bearer token:

\`\`\`yaml
scrape_configs:
  - job_name: webm-reassembler
    authorization: { credentials_file: /etc/prometheus/webm-reassembler-secret }
    static_configs: [{ targets: ['camera.example:8080'] }]
\`\`\`

[grafana/dashboard.json](grafana/dashboard.json) shows them: in Grafana, Dashboards, New, Import. Beside these there are the
usual ones of a Node process (\`process_*\`, \`nodejs_*\`).

This table is made from \`packages/server/src/metrics/metrics.ts\`; after a change, \`UPDATE_DOCS=1 npm test -- packages/server/src/metrics\`
writes it anew.

`;

test('docs/metrics.md holds every metric as the code has it', async () => {
  const own = setUp()
    .registry.getMetricsAsArray()
    .filter(({ name }) => name.startsWith('webm_'));
  const rows = own.map(({ name, help, type }) => [`\`${name}\``, String(type), help]);
  const content = INTRODUCTION + markdownTable([['name', 'kind', 'meaning'], ...rows]);
  const path = fileURLToPath(new URL('../../../../docs/metrics.md', import.meta.url));
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(path, content);
  expect(await readFile(path, 'utf8')).toBe(content);
});

test('the dashboard shows every metric, and none that is not there', async () => {
  const path = fileURLToPath(new URL('../../../../docs/grafana/dashboard.json', import.meta.url));
  const { panels } = JSON.parse(await readFile(path, 'utf8')) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  const shown = panels
    .flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/webm_[a-z_]+/g) ?? []))
    .map((name) => name.replace(/_bucket$/, ''));
  const there = setUp()
    .registry.getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('webm_'));
  expect([...new Set(shown)].sort()).toEqual(there.sort());
});
