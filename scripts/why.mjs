/**
 * Measures why only the first chunk plays: `npm run why [-- --write] [FIXTURE...]`.
 *
 * For each fixture it counts which ways of making a file from a later chunk decode without a message, prints a table, and
 * with `--write` puts it into docs/why-only-the-first-chunk-plays.md.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureReady } from './setup.mjs';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });

const DEFAULT_FIXTURES = [
  'chromium156-faces-vp8-opus-250ms',
  'chromium156-faces-vp9-opus-250ms',
  'chromium156-faces-h264-opus-250ms',
  'firefox153-fake-vp8-opus-250ms',
];

await ensureReady();
const { measureFixture } = await import('./why/measure.mjs');
const { table, writeTable } = await import('./why/table.mjs');

const rows = [];
for (const name of positionals.length > 0 ? positionals : DEFAULT_FIXTURES) {
  process.stderr.write(`  ${name} ...\n`);
  rows.push({ name, ...(await measureFixture(name)) });
}
process.stdout.write(`${table(rows)}\n`);
if (values.write === true) writeTable(rows);
