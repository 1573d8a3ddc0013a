// `npm run chaos -- --minutes 10 --seed S`: compiles packages/server/test/chaos/ and runs it against the built server.
import { runCompiled } from './compiled/run-compiled.mjs';

await runCompiled('packages/server/test/chaos/main.ts', process.argv.slice(2));
