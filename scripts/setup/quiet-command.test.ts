import process from 'node:process';
import { expect, test } from '@jest/globals';
import { lastLines, runQuietly } from './quiet-command.mjs';

test('a command that succeeds hands back what it printed', async () => {
  await expect(runQuietly(process.execPath, ['-p', '1 + 1'])).resolves.toBe('2\n');
});

test('a command that fails says its code and the end of what it printed on both outputs', async () => {
  const script = 'console.log("the beginning"); console.error("the reason"); process.exitCode = 3';
  const failure = runQuietly(process.execPath, ['-e', script], { tailLines: 1 });
  await expect(failure).rejects.toThrow('ended with code 3');
  await expect(failure).rejects.toThrow('the reason');
});

test('a command that does not exist says so', async () => {
  await expect(runQuietly('no-such-command-anywhere', [])).rejects.toThrow('could not be started');
});

test('a short text is shown whole', () => {
  expect(lastLines('one\ntwo\n', 2)).toBe('one\ntwo');
});

test('a long text is shown from its end, and says how much is left out', () => {
  expect(lastLines('one\ntwo\nthree', 1)).toBe('(2 lines before this left out)\nthree');
});
