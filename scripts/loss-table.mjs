// `npm run loss-table -- [--drops N] [--seed S] [--write]`: which lost chunks are noticed, as a table.
import { root, runCompiled } from './compiled/run-compiled.mjs';

await runCompiled('packages/webm-reassembler/fuzz/loss/main.ts', [...process.argv.slice(2), root]);
