import { makeBases } from '../../fuzz/bases.js';
import { fuzzOnce, type FoundInRun } from '../../fuzz/run.js';

/** As many as fit in the time, and never fewer than this; `npm run fuzz -- --runs 1000000` is the long run. */
const TIME_BOX_MS = 10_000;
const LEAST_RUNS = 501;
const SEED = 1;

test(
  'mutated recordings break no promise: no throw, no spin, typed gaps in order, whole segments, resumption, same for any cuts',
  () => {
    const bases = makeBases();
    const found: FoundInRun[] = [];
    const end = performance.now() + TIME_BOX_MS;
    for (let run = 0; run < LEAST_RUNS || performance.now() < end; run++) {
      const finding = fuzzOnce(bases, SEED, run);
      if (finding !== undefined) found.push(finding);
    }
    expect(found).toEqual([]);
  },
  TIME_BOX_MS * 12,
);
