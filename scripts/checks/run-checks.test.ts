import { expect, test } from '@jest/globals';
import { runChecks } from './run-checks.mjs';

const holds = (name: string) => ({ name, run: () => Promise.resolve() });
const fails = (name: string) => ({ name, run: () => Promise.reject(new Error(`${name} is wrong`)), remedy: 'mend it' });

test('every check runs, also after one has failed, and those that failed are named', async () => {
  const lines: string[] = [];
  const failed = await runChecks([fails('a'), holds('b'), fails('c'), holds('d')], (line) => void lines.push(line));
  expect(failed).toEqual(['a', 'c']);
  expect(lines.map((line) => line.slice(0, 7)).sort()).toEqual(['FAIL  a', 'FAIL  c', 'ok    b', 'ok    d']);
});

test('a failure shows what is wrong and the remedy', async () => {
  const lines: string[] = [];
  await runChecks([fails('a')], (line) => void lines.push(line));
  expect(lines.join('\n')).toMatch(/^FAIL {2}a .*\n {6}a is wrong\n {6}Remedy: mend it$/);
});
