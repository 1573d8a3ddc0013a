import type { AnalysisSettings } from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';
import { OPTIONAL_TASKS, settleAnalysis } from './analysis-limits.js';

const defaults: AnalysisSettings = {
  fps: 10,
  maxFaces: 16,
  model: 'tiny',
  inputSize: 416,
  scoreThreshold: 0.4,
  landmarks: 'none',
  expressions: false,
  ageAndGender: false,
  descriptors: false,
};
const limits = { defaults, maxFps: 30, maxInputSize: 512, maxFaces: 20, tasks: OPTIONAL_TASKS };

test('what is not asked for is as the server is configured', () => {
  expect(settleAnalysis({}, limits)).toEqual(defaults);
  expect(settleAnalysis({ fps: 2, expressions: true }, limits)).toEqual({ ...defaults, fps: 2, expressions: true });
});

test.each([
  [{ fps: 31 }, 'fps is 31, the limit is 30 (--max-analysed-fps)'],
  [{ inputSize: 608 }, 'inputSize is 608, the limit is 512 (--max-detector-input-size)'],
  [{ maxFaces: 21 }, 'maxFaces is 21, the limit is 20 (--max-faces)'],
] as const)('%o is above a limit, and the refusal says which', (asked, message) => {
  expect(() => settleAnalysis(asked, limits)).toThrow(new ServerError('analysis-refused', message));
});

test.each([
  [{ model: 'ssd' }, 'ssd'],
  [{ landmarks: '68' }, 'landmarks'],
  [{ expressions: true }, 'expressions'],
  [{ ageAndGender: true }, 'age-and-gender'],
  [{ descriptors: true }, 'descriptors'],
] as const)('%o is refused where the task is not allowed', (asked, task) => {
  const tasks = OPTIONAL_TASKS.filter((allowed) => allowed !== task);
  expect(settleAnalysis(asked, limits)).toMatchObject(asked);
  expect(() => settleAnalysis(asked, { ...limits, tasks })).toThrow(
    `"${task}" is not allowed here; allowed tasks: ${tasks.join(', ')} (--allowed-tasks)`,
  );
});
