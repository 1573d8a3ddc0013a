/*
 * `npm run fuzz -- --seed S --runs N [--from F] [--only R]`: mutates recordings and holds the library to its promises.
 *
 * The runs are made in a worker, which counts them in shared memory, so that a run that never ends is seen from here.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { makeBases } from './bases.js';
import { fuzzOnce, type FoundInRun } from './run.js';

interface Task {
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  readonly counter: Int32Array;
}

const WATCH_MS = 5000;
/** A run takes about a millisecond; none for this long is a hang. */
const HANG_MS = 30_000;
const MOST_FINDINGS = 20;

function work({ seed, from, runs, counter }: Task): void {
  const bases = makeBases();
  const findings = new Map<string, FoundInRun[]>();
  for (let run = from; run < from + runs; run++) {
    Atomics.store(counter, 0, run);
    const found = fuzzOnce(bases, seed, run);
    if (found === undefined) continue;
    const same = findings.get(found.promise) ?? [];
    findings.set(found.promise, [...same, found].slice(0, MOST_FINDINGS));
    if (same.length < 3) console.log(JSON.stringify(found));
    Atomics.add(counter, 1, 1);
  }
}

function watch(task: Task): void {
  const started = performance.now();
  const worker = new Worker(process.argv[1] ?? '', {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let last = -1;
  let since = performance.now();
  const timer = setInterval(() => {
    const run = Atomics.load(task.counter, 0);
    if (run !== last) since = performance.now();
    last = run;
    if (performance.now() - since > HANG_MS) {
      console.log(JSON.stringify({ promise: 'every run ends', run }));
      process.exit(1);
    }
  }, WATCH_MS);
  worker.once('exit', (code) => {
    clearInterval(timer);
    const found = Atomics.load(task.counter, 1);
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    const runs = task.runs.toLocaleString('en');
    const result = code === 0 ? `${found} findings` : 'ended before all were made: this says nothing';
    console.log(`seed ${task.seed}: ${runs} mutations in ${minutes} minutes, ${result}`);
    process.exitCode = code === 0 && found === 0 ? 0 : 1;
  });
  worker.once('error', (error) => console.error(error));
}

function taskFromArguments(): Task {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, runs: { type: 'string' }, from: { type: 'string' }, only: { type: 'string' } },
  });
  const only = values.only === undefined ? undefined : Number(values.only);
  return {
    seed: Number(values.seed ?? 1),
    from: only ?? Number(values.from ?? 0),
    runs: only === undefined ? Number(values.runs ?? 10_000) : 1,
    counter: new Int32Array(new SharedArrayBuffer(8)),
  };
}

if (isMainThread) watch(taskFromArguments());
else work(workerData as Task);
