import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Detection } from '@webm-reassembler/protocol';
import type { DetectionTasks } from '../../src/detect/index.js';
import type { FacePicture } from './face-pictures.js';
import { runDetectorScript } from './reference-faces.js';

/** What one engine and the face-api package found in the same pixels. */
export interface Compared {
  readonly expected: readonly Detection[];
  readonly found: readonly Detection[];
  /** Largest difference of the numbers that the boxes are read from; 0 for a net that has none. */
  readonly gridDifference: number;
}

/** One picture that was looked at, for one of the tasks. */
export interface ComparedPicture<Name> {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly tasks: Name;
  /** What an engine found, and the package; both without what is so near to the threshold that rounding decides. */
  readonly of: (engine: 'onnx' | 'tfjs', threshold: number, nearThreshold: number) => Compared;
}

/** Shows every picture to the package and to the engines, for each of its tasks. */
export function compareEngines<Name extends string>(
  pictures: readonly (FacePicture & { readonly tasks: readonly Name[] })[],
  tasks: Readonly<Record<Name, DetectionTasks>>,
): readonly ComparedPicture<Name>[] {
  const directory = mkdtempSync(join(tmpdir(), 'engine-comparison-'));
  try {
    const list = pictures.map(({ pixels, width, height, tasks: names }, index) => {
      const file = join(directory, `${index}.rgb`);
      writeFileSync(file, pixels);
      return { file, width, height, tasks: names.map((name) => tasks[name]) };
    });
    writeFileSync(join(directory, 'pictures.json'), JSON.stringify(list));
    const printed = runDetectorScript('compare-engines.mjs', [
      join(directory, 'pictures.json'),
      join(directory, 'nets'),
    ]);
    return asPrinted(printed).map((row) => comparedPicture(row, pictures));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface PrintedRow {
  readonly picture: number;
  readonly tasks: number;
  readonly expected: readonly Detection[];
  readonly found: Readonly<
    Record<'onnx' | 'tfjs', { readonly detections: readonly Detection[]; readonly gridDifference: number }>
  >;
}

function comparedPicture<Name>(
  row: PrintedRow,
  pictures: readonly (FacePicture & { readonly tasks: readonly Name[] })[],
): ComparedPicture<Name> {
  const picture = pictures[row.picture];
  const tasks = picture?.tasks[row.tasks];
  if (picture === undefined || tasks === undefined) throw new Error('there is no such picture');
  const { title, width, height } = picture;
  const of: ComparedPicture<Name>['of'] = (engine, threshold, nearThreshold) => {
    const isClear = ({ score }: Detection): boolean => Math.abs(score - threshold) > nearThreshold;
    const { detections, gridDifference } = row.found[engine];
    return { expected: row.expected.filter(isClear), found: detections.filter(isClear), gridDifference };
  };
  return { title, width, height, tasks, of };
}

/** Boundary: what `compare-engines.mjs` prints. */
function asPrinted(printed: unknown): readonly PrintedRow[] {
  return printed as readonly PrintedRow[];
}
