#!/usr/bin/env node
import { run } from './cli/run.js';

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  writeLine: (line) => void process.stdout.write(`${line}\n`),
  writeNote: (line) => void process.stderr.write(`${line}\n`),
});
