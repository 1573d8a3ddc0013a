// `npm run conformance -- [FIXTURE...] [--write]`: what holds for each fixture, as a table.
import { runCompiled } from './compiled/run-compiled.mjs';

await runCompiled('packages/webm-reassembler/test/conformance/main.ts', process.argv.slice(2));
