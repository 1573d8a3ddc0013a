import process from 'node:process';
import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { ensureInstalled } = await import('./setup.mjs');
await ensureInstalled();

const { build } = await import('./build.mjs');
const { CHECKS } = await import('./checks/index.mjs');
const { runChecks } = await import('./checks/run-checks.mjs');
// The build comes first and by itself: the checks of the packages look at what it made.
const buildFailed = await runChecks([{ name: 'build', run: () => build(() => undefined) }], console.log);
const failed = [...buildFailed, ...(await runChecks(CHECKS, console.log))];
if (failed.length > 0) {
  console.log(`${failed.length} of ${CHECKS.length + 1} checks failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
