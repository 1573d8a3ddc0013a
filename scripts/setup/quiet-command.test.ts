import process from 'node:process';
import { expect, test } from '@jest/globals';
import { runQuietly, shorten } from './quiet-command.mjs';

test('a command that succeeds hands back what it printed', async () => {
  await expect(runQuietly(process.execPath, ['-p', '1 + 1'])).resolves.toBe('2\n');
});

test('a command that fails says its code and what it printed on both outputs', async () => {
  const script = 'console.log("the beginning"); console.error("the reason"); process.exitCode = 3';
  const failure = runQuietly(process.execPath, ['-e', script]);
  await expect(failure).rejects.toThrow('ended with code 3');
  await expect(failure).rejects.toThrow('the beginning');
  await expect(failure).rejects.toThrow('the reason');
});

test('a command that does not exist says so', async () => {
  await expect(runQuietly('no-such-command-anywhere', [])).rejects.toThrow('could not be started');
});

test('a short text is shown whole', () => {
  expect(shorten('one\ntwo\n', 2)).toBe('one\ntwo');
});

test('a long text keeps its beginning and more of its end, and says how much is left out', () => {
  expect(shorten('1\n2\n3\n4\n5', 3)).toBe('1\n(2 lines left out)\n4\n5');
});
