/* `npm run loss-table -- [--drops N] [--seed S] [--write]`: prints the table; with --write into docs/loss-detection.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lossTable, measureLosses } from './table.js';

const MARKERS = ['<!-- loss-table: start -->', '<!-- loss-table: end -->'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { drops: { type: 'string' }, seed: { type: 'string' }, write: { type: 'boolean' } },
});
const seed = Number(values.seed ?? 1);
const drops = Number(values.drops ?? 150);
const table = lossTable(measureLosses(drops, seed, (name) => console.error(name)));
console.log(table);
if (values.write === true) write(join(positionals[0] ?? '.', 'docs/loss-detection.md'));

function write(path: string): void {
  const document = readFileSync(path, 'utf8');
  const [from, to] = MARKERS.map((marker) => document.indexOf(marker));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`${path} has no markers ${MARKERS.join(' and ')}`);
  const command = `\`npm run loss-table -- --seed ${seed} --drops ${drops} --write\``;
  writeFileSync(
    path,
    `${document.slice(0, from + MARKERS[0].length)}\n\nWritten by ${command}.\n\n${table}\n\n${document.slice(to)}`,
  );
}
