/* `npm run chaos -- --minutes 10 --seed S`: everything goes wrong at random, and nothing acknowledged may be lost. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosProgress, ChaosRun } from './chaos-run.js';
import { reportLines } from './chaos-report.js';
import { TROUBLES } from './troubles.js';

const FIXTURES = [
  'chromium156-faces-vp8-opus-250ms',
  'chromium156-faces-vp9-opus-250ms',
  'chromium156-faces-h264-opus-250ms',
  'chromium156-long-gop-vp8-opus-250ms',
  'chromium156-short-gop-vp8-opus-250ms',
  'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  'chromium156-microphone-opus-250ms',
  'firefox153-fake-vp8-opus-250ms',
];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    publishers: { type: 'string', default: '4' },
  },
});
const endMs = Number(values.minutes) * 60_000;

const report = await new ChaosRun({
  seed: Number(values.seed),
  fixtures: FIXTURES,
  repeats: 3,
  speed: 1,
  publishers: Number(values.publishers),
  nextTrouble: (random, elapsedMs) =>
    elapsedMs >= endMs ? undefined : { quietMs: random.between(500, 4000), trouble: random.pick(TROUBLES) },
  onProgress: showProgress,
}).run();
process.stderr.write('\n');
process.stdout.write(`${reportLines(report).join('\n')}\n`);
if (report.faults.length > 0) {
  const path = join('.cache', 'chaos', 'server.log');
  await writeFile(path, report.serverLog);
  process.stdout.write(`what the servers logged: ${path}\n`);
}
process.exitCode = report.faults.length === 0 ? 0 : 1;

function showProgress({ elapsedMs, streams, acknowledged, trouble }: ChaosProgress): void {
  const line = `${Math.round(elapsedMs / 1000)} s  ${streams} streams  ${acknowledged} chunks acknowledged  ${trouble}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
  else if (trouble !== 'quiet') process.stderr.write(`${line}\n`);
}
