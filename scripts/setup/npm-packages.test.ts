import { expect, test } from '@jest/globals';
import { installedMatchesLock } from './npm-packages.mjs';

const locked = {
  '': {},
  'node_modules/ws': { version: '8.0.0' },
  'node_modules/canvas': { version: '3.0.0', optional: true },
};

test('the packages are current when each has the locked version', () => {
  expect(
    installedMatchesLock(
      { 'node_modules/ws': { version: '8.0.0' }, 'node_modules/canvas': { version: '3.0.0' } },
      locked,
    ),
  ).toBe(true);
});

test('an optional package may be absent: it is for another platform, or did not compile', () => {
  expect(installedMatchesLock({ 'node_modules/ws': { version: '8.0.0' } }, locked)).toBe(true);
});

test('another version is not current, not even of an optional package', () => {
  expect(installedMatchesLock({ 'node_modules/ws': { version: '8.0.1' } }, locked)).toBe(false);
  expect(
    installedMatchesLock(
      { 'node_modules/ws': { version: '8.0.0' }, 'node_modules/canvas': { version: '2.0.0' } },
      locked,
    ),
  ).toBe(false);
});

test('a package that is needed and absent is not current', () => {
  expect(installedMatchesLock({ 'node_modules/canvas': { version: '3.0.0' } }, locked)).toBe(false);
});
