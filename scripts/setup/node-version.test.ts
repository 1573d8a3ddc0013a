import { expect, test } from '@jest/globals';
import { nodeIsNewEnough } from './node-version.mjs';

test.each([
  ['20.19.0', true],
  ['20.18.3', false],
  ['18.20.5', false],
  ['21.0.0', true],
  ['22.1.0', true],
])('Node %s is new enough: %s', (version, expected) => {
  expect(nodeIsNewEnough(version)).toBe(expected);
});
