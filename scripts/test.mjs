import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { RESULTS_FOLDER, readResults, summarise } = await import('./tests/results.mjs');
rmSync(RESULTS_FOLDER, { recursive: true, force: true }); // before anything can fail: old results must not be counted

const { ensureReady } = await import('./setup.mjs');
await ensureReady({ forTests: true });

const { CHECKS } = await import('./checks/index.mjs');
const { runChecks } = await import('./checks/run-checks.mjs');
const { allTests, chosenTests, runJest } = await import('./tests/jest-run.mjs');

const args = process.argv.slice(2);
const runsEverything = args.length === 0;
const failures = runsEverything ? (await runChecks(CHECKS, console.log)).map((name) => `check: ${name}`) : [];
for (const run of runsEverything ? allTests() : [chosenTests(args)]) {
  console.log(`\nTests: ${run.name}`);
  if (!(await runJest(run, join(RESULTS_FOLDER, `${run.name}.json`)))) failures.push(`tests: ${run.name}`);
}

const { passed, failed, skipped } = summarise(readResults());
console.log(`\n${passed} tests passed, ${failed} failed, ${skipped.length} skipped`);
if (runsEverything) {
  for (const title of skipped) console.log(`  skipped: ${title}`);
  if (skipped.length > 0 && process.env['CI'] === 'true')
    failures.push('tests were skipped, and with CI=true none may be');
}
for (const failure of failures) console.log(`  FAILED ${failure}`);
if (failures.length > 0) process.exitCode = 1;
