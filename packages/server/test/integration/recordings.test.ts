import { access } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { ask, askJson } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { KeptStreams } from '../support/kept-streams.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const HOUR_MS = 3_600_000;

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * HOUR_MS).toISOString();
}

describe('recordings', () => {
  let kept: KeptStreams;
  let server: RunningServer;

  beforeAll(async () => {
    kept = await KeptStreams.make();
    await kept.add('with-faces', {
      startedAt: hoursAgo(2),
      faces: [0, 1, 2],
      recordings: ['recording.webm', 'recording-2.webm'],
    });
    await kept.add('without', { startedAt: hoursAgo(3), faces: [0] });
    await kept.add('too-old', { startedAt: hoursAgo(50) });
    await kept.add('too-old-but-wanted', { startedAt: hoursAgo(60), faces: [1] });
    const rules = ['--keep-hours', '24', '--keep-hours-of', 'too-old-but-*=100'];
    server = await RunningServer.start(rules, kept.dataDirectory);
  });

  afterAll(async () => server.cleanUp());

  async function listed(query = ''): Promise<readonly unknown[]> {
    return asRecordings(await askJson(server, `/api/recordings${query}`)).map(({ stream }) => stream);
  }

  test('are deleted when they are too old, unless a rule keeps them', async () => {
    await eventually(listed, (streams) => !streams.includes('too-old'));
    expect(await listed()).toEqual(['with-faces', 'without', 'too-old-but-wanted']);
    await expect(access(kept.pathOf('too-old'))).rejects.toThrow('ENOENT');
  });

  test('are listed newest first, with how long and large they are and what was seen in them', async () => {
    const [recording] = asRecordings(await askJson(server, '/api/recordings'));
    expect(recording).toMatchObject({
      stream: 'with-faces',
      isLive: false,
      durationMs: 3900,
      framesAnalysed: 3,
      framesWithFaces: 2,
      mostFaces: 2,
      gaps: 0,
      parts: [
        { path: '/api/streams/with-faces/recording.webm', octets: 1000, startMs: 0, endMs: 1900 },
        { path: '/api/streams/with-faces/recording-2.webm', octets: 1000, startMs: 2000, endMs: 3900 },
      ],
    });
    expect(await askJson(server, '/api/streams/with-faces/faces?steps=39')).toMatchObject({
      stepMs: 100,
      faces: expect.arrayContaining([0, 1, 2, null]) as unknown,
    });
  });

  test('come page by page, and by the time of the day at which a face was seen', async () => {
    const page = await askJson(server, '/api/recordings?limit=2');
    expect(page).toMatchObject({ recordings: [{ stream: 'with-faces' }, { stream: 'without' }] });
    expect(await listed(`?before=${asPage(page).nextBefore}`)).toEqual(['too-old-but-wanted']);
    expect(await listed(`?facesFrom=${hoursAgo(4)}`)).toEqual(['with-faces']);
    expect((await ask(server, '/api/recordings?facesFrom=yesterday')).status).toBe(400);
  });

  test('have their detections beside them, whole or in part', async () => {
    const lines = await ask(server, '/api/streams/with-faces/detections.ndjson?fromMs=100&toMs=150');
    expect(lines.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(lines.body.toString('utf8').trim().split('\n')).toHaveLength(1);
    const cues = await ask(server, '/api/streams/with-faces/detections.vtt');
    expect(cues.headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect(cues.body.toString('utf8')).toContain('00:00:00.100 --> 00:00:00.200\n{"detections":[{"score":0.9');
    expect((await ask(server, '/api/streams/nobody/detections.vtt')).status).toBe(404);
  });

  test('are deleted when somebody says so, but never while they are live', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: 'video/webm', stream: 'live' });
    const path = (stream: string): string => `${server.address}/api/streams/${stream}`;
    const refused = await fetch(path('live'), { method: 'DELETE' });
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ code: 'stream-live' })]);
    expect((await fetch(path('without'), { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(path('without'), { method: 'DELETE' })).status).toBe(404);
    expect(await listed()).not.toContain('without');
    await expect(access(kept.pathOf('without'))).rejects.toThrow('ENOENT');
    publisher.close();
  });
});

interface Page {
  readonly recordings: readonly { readonly stream: string }[];
  readonly nextBefore: string;
}

/** Boundary: the answer is described by a schema that the server holds to. */
function asPage(answer: unknown): Page {
  return answer as Page;
}

function asRecordings(answer: unknown): Page['recordings'] {
  return asPage(answer).recordings;
}
