import { expect, test } from '@jest/globals';
import type { Detection } from '@webm-reassembler/protocol';
import { faceWords, scoreWords } from './face-words.js';

const face: Detection = { score: 0.876, box: { x: 0, y: 0, width: 1, height: 1 } };
const expressions = { neutral: 0.2, happy: 0.7, sad: 0, angry: 0, fearful: 0, disgusted: 0, surprised: 0.1 };

test('the score is in per cent', () => {
  expect(scoreWords(face)).toBe('88 %');
});

test.each<[string, Partial<Detection>, readonly string[]]>([
  ['nothing more was asked about', {}, []],
  ['the expression was asked about', { expressions }, ['happy']],
  ['age and gender were asked about', { age: 31.4, gender: 'female' }, ['female, 31']],
  ['all was asked about', { expressions, age: 6.6, gender: 'male' }, ['happy', 'male, 7']],
])('of a face that %s', (_, found, words) => {
  expect(faceWords({ ...face, ...found })).toEqual(words);
});
