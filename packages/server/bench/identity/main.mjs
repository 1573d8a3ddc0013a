/**
 * How well faces keep their numbers in the recordings of fixtures/: the tables in docs/detection.md.
 *
 * `npm run identity-table [-- --fixture NAME] [--print] [--json]`
 *
 * Where each face really is follows from how the recordings were made: from photographs that are panned by a formula.
 * Each frame is looked for among all views that the formula gives, so that nothing hangs on clocks (`truth.mjs`).
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Progress } from '../../../webm-reassembler/bench/progress.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { findFfmpeg } from '../../dist/decode/index.js';
import { DEFAULT_DETECTION_TASKS } from '../../dist/detect/index.js';
import { createDetector } from '../../dist/detect/onnx/onnx-detector.js';
import { recordingsWithFaces } from './analysed-recording.mjs';
import { judgedRecording } from './judged-recording.mjs';
import { identityTables } from './report.mjs';
import { shownPhotographs } from './shown-photographs.mjs';

/** @import { JudgedRecording } from './judged-recording.mjs' */

const DOCUMENT = fileURLToPath(new URL('../../../../docs/detection.md', import.meta.url));
/** The default, and what streams get where the machine is full. */
const RATES = [10, 5, 2];

const { values } = parseArgs({
  options: { fixture: { type: 'string' }, print: { type: 'boolean' }, json: { type: 'boolean' } },
});
const progress = new Progress();
const detector = await createDetector({ ...DEFAULT_DETECTION_TASKS });
const photographs = await shownPhotographs(detector);
const chosen = recordingsWithFaces().filter(({ name }) => values.fixture === undefined || name === values.fixture);
if (chosen.length === 0) throw new Error(`no recording with faces is called ${values.fixture}`);
/** @type {JudgedRecording[]} */
const judged = [];
for (const recording of chosen) {
  progress.tell(recording.name);
  judged.push(await judgedRecording(recording, photographs, detector, RATES));
}
const { engine } = detector;
await detector.close?.();
progress.end();
if (values.json === true) process.stdout.write(`${JSON.stringify(judged)}\n`);
else await report();

async function report() {
  // Nobody can be counted in a recording of a third of a second.
  const counted = judged.filter(({ judgements }) => judgements.some(({ heads }) => heads.there > 0));
  const { version } = await findFfmpeg();
  const worst = Math.min(...judged.map(({ worstFit }) => worstFit)).toFixed(3);
  const text = [
    `Command: \`npm run identity-table\`, ${new Date().toISOString().slice(0, 10)}; ffmpeg ${version}, ${engine}, tiny 416 at 0.4. ` +
      `${counted.length} recordings; every frame was found in the photographs, the least like with a correlation of ${worst}.`,
    '',
    identityTables(counted, RATES),
  ].join('\n');
  process.stdout.write(`${text}\n`);
  if (values.print === true || values.fixture !== undefined) return;
  await writeBetweenMarkers(DOCUMENT, 'identity', text);
  process.stdout.write(`written to ${DOCUMENT}\n`);
}
