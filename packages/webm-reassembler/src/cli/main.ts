import process from 'node:process';
import { run } from './run.js';
import { sinkFor } from './text-sink.js';

process.exitCode = await run(process.argv.slice(2), { out: sinkFor(process.stdout), err: sinkFor(process.stderr) });
