#!/usr/bin/env node
import { run } from './cli/run.js';

// Whoever reads the results may stop reading (`| head`); the work goes on without them.
process.stdout.on('error', () => undefined);

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  writeLine: (line) => void process.stdout.write(`${line}\n`),
  writeNote: (line) => void process.stderr.write(`${line}\n`),
});
