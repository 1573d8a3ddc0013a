import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readArguments, USAGE } from './arguments.mjs';
import { DEFECTS } from './defects/index.mjs';
import { defectsTable } from './report/defects-table.mjs';
import { CASES } from './inputs/cases.mjs';
import { runCase } from './measure/run-case.mjs';
import { installPeers, peers } from './peers/install.mjs';
import { Progress } from './progress.mjs';
import { runRepair } from './repair/run-repair.mjs';
import { caseSection } from './report/case-table.mjs';
import { describeLoad, describeMachine } from './report/machine.mjs';
import { repairSection } from './report/repair-table.mjs';
import { writeBetweenMarkers } from './report/write-between-markers.mjs';

const DOCUMENT = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));

const settings = readArguments(process.argv.slice(2));
if (settings.help) process.stdout.write(USAGE);
else await bench();

async function bench() {
  const progress = new Progress();
  const tell = (/** @type {string} */ text) => progress.tell(text);
  tell('installing the peers');
  installPeers();
  const speed = settings.defects ? undefined : await speedSections(tell);
  const hasDefects = settings.defects || settings.cases === undefined;
  const chosen = DEFECTS.filter(({ name }) => settings.defect === undefined || settings.defect === name);
  const defects = hasDefects ? await defectsTable(chosen, tell) : undefined;
  progress.end();
  for (const text of [speed, defects]) if (text !== undefined) process.stdout.write(`${text}\n\n`);
  if (!settings.writes) return;
  if (speed !== undefined) await writeBetweenMarkers(DOCUMENT, 'speed', speed);
  if (defects !== undefined) await writeBetweenMarkers(DOCUMENT, 'defects', defects);
  process.stdout.write(`written to ${DOCUMENT}\n`);
}

/** @param {(text: string) => void} tell */
async function speedSections(tell) {
  const loadBefore = describeLoad();
  const wanted = (/** @type {string} */ name) => settings.cases?.includes(name) ?? true;
  const sections = [];
  for (const input of CASES.filter(({ name }) => wanted(name))) {
    const rows = await runCase(input, { octets: input.octets * settings.scale, rounds: settings.rounds }, tell);
    sections.push(caseSection(input, rows));
  }
  if (wanted('repair')) sections.push(repairSection(await runRepair(settings, tell)));
  return [
    `Machine: ${describeMachine()}. Load before and after: ${loadBefore} and ${describeLoad()}.`,
    `Command: \`npm run bench\`, ${settings.rounds} rounds, ${new Date().toISOString().slice(0, 10)}.`,
    `Peers: ${peers()
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    '',
    sections.join('\n\n'),
  ].join('\n');
}
