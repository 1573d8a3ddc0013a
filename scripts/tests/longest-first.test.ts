import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesBelow } from '../checks/files-below.mjs';
import { root } from '../checks/tool.mjs';
import { LONGEST } from './longest-first.mjs';

test('the files that are begun first are there', () => {
  const names = new Set(filesBelow(join(root, 'packages')).map((path) => basename(path)));
  expect(LONGEST.filter((name) => !names.has(name))).toEqual([]);
});
