/* Every recording, every kind of loss: what is noticed, and what is not. */
import { Reassembler } from '../../src/index.js';
import { recordings } from '../../test/support/recordings.js';
import { Random } from '../random.js';
import { dropsOf, LOSS_CASES, type LossCase } from './drops.js';
import { judgeDrop, sum, type Verdict } from './judge-loss.js';
import { Recording } from './truth.js';

/** How often an undamaged recording is cut anew to look for false alarms. */
const CUTS = 40;

export interface LossRow {
  readonly name: string;
  readonly drops: number;
  readonly byCase: ReadonlyMap<LossCase, Verdict>;
  readonly all: Verdict;
  /** With sequence numbers; octets cannot be lost without a chunk then. */
  readonly numbered: Verdict;
  /** Gaps that undamaged recordings give, in any cuts. */
  readonly alarmsUndamaged: number;
}

/** @param dropsACase - random drops of each kind for each recording */
export function measureLosses(
  dropsACase: number,
  seed: number,
  progress: (name: string) => void = () => undefined,
): readonly LossRow[] {
  return recordings.map((name, index) => {
    progress(name);
    return measureRecording(new Recording(name), dropsACase, new Random(seed, index));
  });
}

function measureRecording(recording: Recording, dropsACase: number, random: Random): LossRow {
  let drops = 0;
  const numbered: Verdict[] = [];
  const byCase = new Map<LossCase, Verdict>();
  for (const kind of LOSS_CASES) {
    const planned = dropsOf(kind, recording.chunkLengths, dropsACase, random);
    drops += planned.length;
    byCase.set(kind, sum(planned.map((drop) => judgeDrop(recording, drop, false))));
    if (kind !== 'octets') numbered.push(...planned.map((drop) => judgeDrop(recording, drop, true)));
  }
  return {
    name: recording.name,
    drops,
    byCase,
    all: sum([...byCase.values()]),
    numbered: sum(numbered),
    alarmsUndamaged: undamagedAlarms(recording, random),
  };
}

function undamagedAlarms({ whole }: Recording, random: Random): number {
  let gaps = 0;
  for (let cut = 0; cut < CUTS; cut++) {
    const reassembler = new Reassembler();
    const longest = random.pick([50, 5000, 100_000]);
    for (let at = 0; at < whole.length;) {
      const end = at + random.between(1, longest);
      gaps += reassembler.feed(whole.subarray(at, end)).filter(({ kind }) => kind === 'gap').length;
      at = end;
    }
    gaps += reassembler.end().filter(({ kind }) => kind === 'gap').length;
  }
  return gaps;
}

/** The rows as a table in Markdown. */
export function lossTable(rows: readonly LossRow[]): string {
  const whole: LossRow = {
    name: '**all**',
    drops: rows.reduce((drops, row) => drops + row.drops, 0),
    byCase: new Map(LOSS_CASES.map((kind) => [kind, sum(rows.flatMap((row) => row.byCase.get(kind) ?? []))])),
    all: sum(rows.map((row) => row.all)),
    numbered: sum(rows.map((row) => row.numbered)),
    alarmsUndamaged: rows.reduce((alarms, row) => alarms + row.alarmsUndamaged, 0),
  };
  return aligned([TITLES, ...[...rows, whole].map(cellsOf)]);
}

const TITLES: readonly string[] = [
  'recording',
  'drops',
  ...LOSS_CASES.map((kind) => `recall, ${kind}`),
  'found late',
  'dependent frames out',
  'altered frames out',
  'mistimed frames out',
  'precision',
  'numbered: recall',
  'numbered: dependent frames out',
  'false alarms, undamaged',
];

function cellsOf({ name, drops, byCase, all, numbered, alarmsUndamaged }: LossRow): readonly string[] {
  return [
    name.startsWith('*') ? name : `\`${name}\``,
    drops.toLocaleString('en'),
    ...LOSS_CASES.map((kind) => recall(byCase.get(kind))),
    String(all.late),
    String(all.dependentFrames),
    String(all.alteredFrames),
    String(all.mistimedFrames),
    share(all.gaps - all.falseAlarms, all.gaps),
    recall(numbered),
    String(numbered.dependentFrames),
    String(alarmsUndamaged),
  ];
}

function recall(verdict: Verdict | undefined): string {
  return verdict === undefined ? '' : share(verdict.found, verdict.losses);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`;
}

/** Lines of a table in Markdown, its columns aligned; the first to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = TITLES.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = '', ...body] = rows.map((row) =>
    line(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))),
  );
  const rule = line(widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [head, rule, ...body].join('\n');
}
