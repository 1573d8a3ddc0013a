/* `npm run conformance -- [FIXTURE...] [--write]`: checks every claim of every fixture, and prints the table. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixturesDirectory } from '../../../../fixtures/load.js';
import { brokenStreams, recordings } from '../support/recordings.js';
import { CLAIMS, type Claim } from './claims.js';
import { subjectOf, type Subject } from './subject.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });
const all = [...recordings, ...brokenStreams];
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`there is no fixture ${unknown.join(', ')}; see the folder fixtures`);

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const failures: string[] = [];
const rows: (readonly string[])[] = [];
for (const name of positionals.length > 0 ? positionals : all) {
  process.stderr.write(`${name}\n`);
  const subject = subjectOf(name, folder);
  const cells: string[] = [];
  for (const claim of CLAIMS) cells.push(await cellFor(claim, subject));
  rows.push([`\`${name}\``, ...cells]);
}
rmSync(folder, { recursive: true });

const table = markdownTable([['fixture', ...CLAIMS.map(({ title }) => title)], ...rows]);
process.stdout.write(`${table}\n`);
for (const failure of failures) process.stderr.write(`NOT SO: ${failure}\n`);
const checked = rows.flat().filter((cell) => cell.startsWith('yes')).length;
process.stdout.write(`\n${checked} claims hold, ${failures.length} do not.\n`);
if (failures.length > 0) process.exitCode = 1;
else if (values.write === true)
  writeFileSync(join(fixturesDirectory, '../docs/conformance.md'), pageWith(table, checked));

/** `yes` and how many things were looked at; `NO`, and the reason on its own line; nothing where it cannot be said. */
async function cellFor({ title, isFor, check }: Claim, subject: Subject): Promise<string> {
  if (!isFor(subject)) return '';
  try {
    return `yes, ${await check(subject, folder)}`;
  } catch (error) {
    failures.push(`${subject.fixture.name}, ${title}: ${error instanceof Error ? error.message : String(error)}`);
    return 'NO';
  }
}

function markdownTable([head = [], ...body]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function pageWith(rowsOfTable: string, count: number): string {
  const legend = CLAIMS.map(({ title, meaning }) => `- **${title}**: ${meaning}.`).join('\n');
  return `# Conformance

What holds for each fixture, checked then and there. Written by \`npm run conformance -- --write\`, which ends with a code
other than 0 where a claim does not hold; \`npm run conformance -- NAME\` checks one fixture.

${legend}

The number behind a "yes" says how many things were looked at: pieces, frames, packets, ways to cut, files, init segments,
gaps. Nothing stands where a claim cannot be made. ${count} claims hold, none does not.

<!-- prettier-ignore-start -->

${rowsOfTable}

<!-- prettier-ignore-end -->
`;
}
