import { rm, writeFile } from 'node:fs/promises';
import { detectionLine, KeptStreams } from '../../test/support/kept-streams.js';
import { detectionsAsNdjson, detectionsAsWebVtt } from './detection-files.js';

const ALL = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
let kept: KeptStreams;
let path: string;

beforeEach(async () => {
  kept = await KeptStreams.make();
  await kept.add('stream', { faces: [0, 1, 0, 2] });
  path = kept.pathOf('stream', 'detections.ndjson');
});

afterEach(async () => rm(kept.dataDirectory, { recursive: true }));

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

function timestampsIn(ndjson: string): readonly number[] {
  const lines = ndjson.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { readonly timestampMs: number }).timestampMs);
}

describe('detections of a recording', () => {
  test.each([
    ['all of them', ALL, [0, 100, 200, 300]],
    ['a part of them, both ends included', { fromMs: 100, toMs: 200 }, [100, 200]],
    ['none', { fromMs: 1000, toMs: 2000 }, []],
  ])('come as NDJSON: %s', async (_what, range, timestamps) => {
    expect(timestampsIn(await textOf(detectionsAsNdjson(path, range)))).toEqual(timestamps);
  });

  test('come as WebVTT, a cue from each frame with a face to the next frame', async () => {
    await kept.addLines('stream', 'detections.ndjson', [detectionLine(3_723_456, 1)]);
    const cues = (await textOf(detectionsAsWebVtt(path, ALL))).split('\n\n');
    expect(cues[0]).toBe('WEBVTT');
    expect(cues.slice(2, -1).map((cue) => cue.split('\n')[0])).toEqual([
      '00:00:00.100 --> 00:00:00.200',
      '00:00:00.300 --> 00:00:01.300',
      '01:02:03.456 --> 01:02:04.456',
    ]);
    const [, json = ''] = cues[2]?.split('\n') ?? [];
    expect(JSON.parse(json)).toEqual({
      detections: [{ score: 0.9, box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } }],
    });
  });

  test('come without the descriptors of faces, and without a line that is half written', async () => {
    const line = { timestampMs: 0, detections: [{ score: 1, descriptor: [0.1, 0.2] }] };
    await writeFile(path, `${JSON.stringify(line)}\n{"timestampMs":1`);
    const whole = [await textOf(detectionsAsNdjson(path, ALL)), await textOf(detectionsAsWebVtt(path, ALL))].join('');
    expect(whole).toContain('"score":1');
    expect(whole).not.toContain('descriptor');
    expect(whole).not.toContain('"timestampMs":1');
  });
});
