import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { commandPath, root } from '../checks/tool.mjs';

/** How long jest may take to end after it has written its results: longer means that a test left something open. */
const END_WITHIN_MS = 120_000;

const LONGEST_FIRST = join(root, 'scripts', 'tests', 'longest-first.mjs');

/**
 * One start of jest.
 *
 * @typedef {object} JestRun
 * @property {string} name
 * @property {readonly string[]} args
 */

/**
 * The tests that wait for no clock, and for no server or recorder that does: they compute, with ffmpeg, the nets or in a
 * page, and a neighbour makes them slower and nothing else. A test beside the code is such a test as well; any other that
 * none of these patterns names is taken for one that has to do with time.
 */
const COMPUTATIONS = [
  'packages/[^/]+/bench/',
  'packages/webm-reassembler/test/integration/',
  'packages/webm-reassembler/test/e2e/(same-octets|unit-tests)\\.test\\.',
  'packages/server/test/integration/(decode|detect|engine-parity|engines|parity)\\.test\\.',
].join('|');

/**
 * The tests by how much of the machine they take. Unit tests and what only computes share all cores; tests of running
 * servers start ffmpeg and load models themselves, so they get half; browsers get the machine to themselves, or they miss
 * frames and the tests, deadlines. `npm run check` holds that every test file is in one of the runs, and in no other.
 * The times are for tests that hang: one that works may take many times its usual time where the machine has other work.
 *
 * @returns {readonly JestRun[]}
 */
export function allTests() {
  const cores = availableParallelism();
  const half = Math.max(1, Math.floor(cores / 2));
  const computing = `--testPathPatterns=${COMPUTATIONS}`;
  const others = `--testPathIgnorePatterns=${COMPUTATIONS}`;
  return [
    { name: 'unit', args: ['--selectProjects', 'unit', ...limits(cores, 120)] },
    { name: 'computation', args: ['--selectProjects', 'integration', 'e2e', computing, ...limits(cores, 240)] },
    { name: 'integration', args: ['--selectProjects', 'integration', others, ...limits(half, 240)] },
    { name: 'e2e', args: ['--selectProjects', 'e2e', others, ...limits(1, 120)] },
  ];
}

/**
 * The tests that a person asks for, with jest's own arguments.
 *
 * @param {readonly string[]} args
 * @returns {JestRun}
 */
export function chosenTests(args) {
  return { name: 'chosen', args: [...limits(1, 240), ...args] };
}

/**
 * @param {number} workers
 * @param {number} timeoutSeconds For a test that sets none itself.
 */
function limits(workers, timeoutSeconds) {
  return [`--maxWorkers=${workers}`, `--testTimeout=${timeoutSeconds * 1_000}`, `--testSequencer=${LONGEST_FIRST}`];
}

/**
 * Runs jest, showing what it prints.
 *
 * @param {JestRun} run
 * @param {string} resultsPath Where its results in JSON go.
 * @returns {Promise<boolean>} Whether it ended well, and by itself.
 */
export function runJest({ name, args }, resultsPath) {
  mkdirSync(dirname(resultsPath), { recursive: true });
  rmSync(resultsPath, { force: true });
  const options = [
    process.env['NODE_OPTIONS'] ?? '',
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ];
  const child = spawn(process.execPath, [commandPath('jest'), ...args, '--json', '--outputFile', resultsPath], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: options.join(' ').trim() },
    stdio: ['ignore', 'ignore', 'inherit'], // stdout has only the note where the results are
  });
  const watch = endWhenDone(child, name, resultsPath);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve(code === 0);
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @param {string} resultsPath
 */
function endWhenDone(child, name, resultsPath) {
  let doneForMs = 0;
  const paceMs = 1_000;
  return setInterval(() => {
    doneForMs = existsSync(resultsPath) ? doneForMs + paceMs : 0;
    if (doneForMs < END_WITHIN_MS) return;
    console.error(
      `jest (${name}) did not end: a test left a process, socket or timer open. Find it with --detectOpenHandles`,
    );
    child.kill('SIGKILL');
  }, paceMs);
}
