import { ANALYSIS_SETTING_NAMES, readAnalysisQuery, readAnalysisSettings } from './analysis-settings.js';

test('settings that are left out stay out', () => {
  expect(readAnalysisSettings({})).toEqual({ kind: 'settings', settings: {} });
  const given = { fps: 2.5, model: 'ssd', landmarks: '68-tiny', descriptors: true };
  expect(readAnalysisSettings(given)).toEqual({ kind: 'settings', settings: given });
});

test('the query of an address says the same as an object', () => {
  const query = new URLSearchParams('stream=a&fps=5&landmarks=68&expressions=true&maxFaces=3&inputSize=320');
  expect(readAnalysisQuery(query)).toEqual({
    kind: 'settings',
    settings: { fps: 5, landmarks: '68', expressions: true, maxFaces: 3, inputSize: 320 },
  });
});

test.each([
  ['a rate below nothing', { fps: -1 }, 'fps is -1, not a number from 0 on'],
  ['a rate that is text', { fps: 'ten' }, 'fps is "ten", not a number from 0 on'],
  ['half a face', { maxFaces: 1.5 }, 'maxFaces is 1.5, not a whole number from 1 on'],
  ['a size that no grid has', { inputSize: 400 }, 'inputSize is 400, not one of 224, 320, 416, 512, 608'],
  ['an unknown model', { model: 'yolo' }, 'model is "yolo", not one of tiny, ssd'],
  ['a score that nothing reaches', { scoreThreshold: 1 }, 'scoreThreshold is 1, not a number between 0 and 1'],
  ['a yes that is text', { descriptors: 'yes' }, 'descriptors is "yes", not one of true, false'],
  ['a setting that is none', { speed: 9 }, `it has no "speed"; there are: ${ANALYSIS_SETTING_NAMES.join(', ')}`],
  ['a list', [], 'it is not an object'],
])('%s is refused with what is allowed', (_, value, reason) => {
  expect(readAnalysisSettings(value)).toEqual({ kind: 'malformed', reason });
});

test('a misspelt value in a query is refused, other keys of the query are not ours', () => {
  expect(readAnalysisQuery([['expressions', 'ja']])).toEqual({
    kind: 'malformed',
    reason: 'expressions is "ja", not one of true, false',
  });
  expect(readAnalysisQuery([['token', 'x']])).toEqual({ kind: 'settings', settings: {} });
});
