// `npm run bench -- [library | engines | decode | load | memory | glass] [options]`: measures, and writes the tables of docs/benchmarks.md.
// Without a part: the library, and where no option is given the others too.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');

/** @type {Readonly<Record<string, string>>} */
const PARTS = {
  library: 'packages/webm-reassembler/bench/main.mjs',
  engines: 'packages/server/bench/engines/main.mjs',
  decode: 'packages/server/bench/decode/main.mjs',
  load: 'packages/server/bench/load/main.mjs',
  memory: 'packages/server/bench/memory/main.mjs',
  glass: 'packages/server/bench/glass/main.mjs',
};

const [first = '', ...others] = process.argv.slice(2);
const hasPart = first in PARTS;
const options = hasPart ? others : process.argv.slice(2);
const parts = hasPart ? [first] : options.length > 0 ? ['library'] : Object.keys(PARTS);
for (const script of ['scripts/build.mjs', ...parts.map((part) => PARTS[part] ?? '')]) {
  const args = script === 'scripts/build.mjs' ? [] : options;
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
