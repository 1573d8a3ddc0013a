// `npm run fuzz -- --seed S --runs N`: compiles packages/webm-reassembler/fuzz/ and runs it.
import { runCompiled } from './compiled/run-compiled.mjs';

await runCompiled('packages/webm-reassembler/fuzz/main.ts', process.argv.slice(2));
