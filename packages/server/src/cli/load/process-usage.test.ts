import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { treeUsage } from './process-usage.js';

test('a process is told from what it has started', async () => {
  const child = spawn(process.execPath, [
    '-e',
    'const b = Buffer.alloc(80e6, 1); console.log(b.length); setInterval(() => {}, 1000)',
  ]);
  await once(child.stdout, 'data');
  const usage = await treeUsage(process.pid);
  const ofChild = await treeUsage(child.pid ?? 0);
  child.kill();
  await once(child, 'exit');
  // Not compared with each other: they were read one after the other, and memory grows.
  expect(ofChild?.own.residentOctets).toBeGreaterThan(80e6);
  expect(ofChild?.children.residentOctets).toBe(0);
  expect(usage?.children.residentOctets).toBeGreaterThan(80e6);
  expect(usage?.own.cpuSeconds).toBeGreaterThan(0);
});

test('there is nothing of a process that is not there', async () => {
  expect(await treeUsage(2 ** 30)).toBeUndefined();
});
