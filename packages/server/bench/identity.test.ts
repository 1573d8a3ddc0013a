import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Box } from '@webm-reassembler/protocol';
import { headCount } from './identity/head-count.mjs';
import type { JudgedRecording } from './identity/judged-recording.mjs';
import { idf1, mota, scoreOf } from './identity/score.mjs';

/** Who is seen as which number at one moment: person and number, one of them missing where there is none. */
type Seen = readonly [person: string, faceId?: number] | readonly [person: undefined, faceId: number];

const PLACES = ['ann', 'ben', 'eve'];

function boxOf(person: string | undefined): Box {
  const place = PLACES.indexOf(person ?? '');
  return { x: place < 0 ? 0.8 : 0.2 * place, y: 0.4, width: 0.1, height: 0.1 };
}

/** Frames 100 ms apart. */
function framesOf(moments: readonly (readonly Seen[])[]) {
  return moments.map((seen, index) => ({
    timestampMs: 100 * index,
    faces: seen.flatMap(([person]) => (person === undefined ? [] : [{ person, box: boxOf(person), visible: 1 }])),
    found: seen.flatMap(([person, faceId]) => (faceId === undefined ? [] : [{ box: boxOf(person), faceId }])),
  }));
}

function judge(moments: readonly (readonly Seen[])[], counted: number) {
  const frames = framesOf(moments);
  const faces = new Map(frames.map((frame) => [frame.timestampMs, frame.faces] as const));
  const score = scoreOf(frames);
  return { ...score, ...headCount(faces, frames, counted), mota: mota(score), idf1: idf1(score) };
}

/** The same for eight frames: long enough to be there. */
const throughout = (...seen: readonly Seen[]) => Array.from({ length: 8 }, () => seen);

describe('the measures', () => {
  test('where everybody has one number all along, nothing is wrong', () => {
    const all = judge(throughout(['ann', 1], ['ben', 2]), 2);
    expect(all).toMatchObject({ there: 2, counted: 2, notCounted: 0, secondNumbers: 0, switches: 0, mota: 1, idf1: 1 });
  });

  test.each([
    ['a second number', [...throughout(['ann', 1]), ...throughout(['ann', 2])], 2, { secondNumbers: 1, switches: 1 }],
    ['a number on no face', throughout(['ann', 1], [undefined, 2]), 2, { nobody: 1, falseBoxes: 8, mota: 0 }],
    ['a face without a number', throughout(['ann', 1], ['ben']), 1, { notCounted: 1, missed: 8, mota: 0.5 }],
    ['a number passed on', [...throughout(['ann', 1]), ...throughout(['ben', 1])], 1, { passedOn: 1, notCounted: 1 }],
    [
      'a gap',
      [...throughout(['ann', 1]), [['ann']], [['ann', 1]], [['ann']], [['ann', 2]]],
      2,
      { gaps: 2, bridged: 1 },
    ],
    [
      'a short visit',
      [...throughout(['ann', 1]), [['ben', 2]], [['ben', 2]]],
      2,
      { there: 1, brief: 1, notCounted: 0 },
    ],
  ] as const)('%s is told', (_, moments, counted, expected) => {
    expect(judge(moments, counted)).toMatchObject(expected);
  });

  test('two who swap their numbers are two switches, and half of the boxes are right', () => {
    const before = throughout(['ann', 1], ['ben', 2]);
    const after = throughout(['ann', 2], ['ben', 1]);
    expect(judge([...before, ...after], 2)).toMatchObject({ switches: 2, passedOn: 2, idf1: 0.5 });
  });

  test('a face that is hardly in the picture is neither missed nor false', () => {
    const [frame] = framesOf([[['ann', 1]]]);
    const half = frame?.faces.map((face) => ({ ...face, visible: 0.5 })) ?? [];
    const score = scoreOf([{ timestampMs: 0, faces: half, found: frame?.found ?? [] }]);
    expect(score).toMatchObject({ faces: 0, missed: 0, boxes: 0, falseBoxes: 0 });
  });
});

/** Twelve faces: four photographs with three cuts between them, faces that leave at the edges, and boxes that are missed. */
const RECORDING = 'chromium156-long-gop-vp8-opus-250ms';

test('faces of a real recording are counted once each, at 10, 5 and 2 analysed frames a second', () => {
  const script = fileURLToPath(new URL('./identity/main.mjs', import.meta.url));
  const printed = execFileSync(process.execPath, [script, '--fixture', RECORDING, '--json'], { encoding: 'utf8' });
  const [recording] = asJudged(printed);
  expect(recording?.worstFit).toBeGreaterThan(0.98);
  expect(recording?.judgements).toHaveLength(3);
  for (const { perSecond, heads, score } of recording?.judgements ?? []) {
    expect({ perSecond, ...heads }).toMatchObject({
      there: 12,
      notCounted: 0,
      secondNumbers: 0,
      nobody: 0,
      passedOn: 0,
    });
    expect(score.switches).toBe(0);
    // docs/detection.md has the numbers; another ffmpeg may move a box by a hundredth.
    expect(mota(score)).toBeGreaterThan({ 10: 0.89, 5: 0.87, 2: 0.72 }[perSecond] ?? 1);
    expect(idf1(score)).toBeGreaterThan({ 10: 0.94, 5: 0.93, 2: 0.83 }[perSecond] ?? 1);
  }
}, 180_000);

/** Boundary: what `main.mjs --json` prints. */
function asJudged(printed: string): readonly JudgedRecording[] {
  return JSON.parse(printed) as readonly JudgedRecording[];
}
