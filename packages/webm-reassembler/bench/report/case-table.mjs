/** @import { Case } from '../inputs/cases.mjs' */
/** @import { Row } from '../measure/run-case.mjs' */

const MEGA = 1e6;

/**
 * What was measured on one input, as a section in Markdown.
 *
 * @param {Case} input
 * @param {readonly Row[]} rows
 */
export function caseSection(input, rows) {
  const timing = rows.find((row) => row.timing !== undefined)?.timing;
  if (timing === undefined) throw new Error(`nothing could be measured on ${input.name}`);
  const { octets, chunks, tally } = timing;
  const head =
    `${(octets / MEGA).toFixed(1)} MB in ${chunks.toLocaleString('en')} ${chunks === 1 ? 'chunk' : 'chunks'}, ` +
    `${tally.blocks.toLocaleString('en')} blocks.`;
  const ours = rows[0]?.ms ?? NaN;
  const columns = COLUMNS.filter(({ ofMemory = false }) => !ofMemory || input.measuresMemory === true);
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    `### ${input.title}`,
    '',
    head,
    '',
    line(['reader', ...columns.map(({ title }) => title)]),
    line(['---', ...columns.map(() => '---:')]),
    ...rows.map((row) =>
      row.failure === undefined
        ? line([nameOf(row, tally), ...columns.map(({ cell }) => cell(row, { octets, blocks: tally.blocks, ours }))])
        : line([row.name, row.failure, ...columns.slice(1).map(() => '')]),
    ),
  ].join('\n');
}

/**
 * @typedef {{ readonly octets: number, readonly blocks: number, readonly ours: number }} Scale
 *
 * @typedef {object} Column
 * @property {string} title
 * @property {boolean} [ofMemory]
 * @property {(row: Row, scale: Scale) => string} cell
 */

/** @type {readonly Column[]} */
const COLUMNS = [
  { title: 'time', cell: ({ ms, rounds }) => `${milliseconds(ms)}${rounds === 1 ? ' (1 round)' : ''}` },
  { title: 'MB/s', cell: ({ ms }, { octets }) => (octets / MEGA / (ms / 1000)).toFixed(ms > 1e4 ? 1 : 0) },
  { title: 'share of memcpy', cell: ({ memcpyShare }) => memcpyShare.toPrecision(2) },
  { title: 'ns a block', cell: ({ ms }, { blocks }) => ((ms * MEGA) / blocks).toFixed(0) },
  { title: 'times ours', cell: ({ ms }, { ours }) => (ms / ours).toPrecision(2) },
  { title: 'held', ofMemory: true, cell: ({ memory }) => megaOctets(memory?.heldOctets) },
  { title: 'RSS', ofMemory: true, cell: ({ memory }) => megaOctets(memory?.residentOctets) },
];

/**
 * The row's name, with a note where it did not find what ours found.
 *
 * @param {Row} row
 * @param {import('../contenders/tally.mjs').Tally} expected
 */
function nameOf({ name, timing }, expected) {
  if (JSON.stringify(timing?.tally) === JSON.stringify(expected)) return name;
  return `${name} (other result: ${timing?.tally.blocks} blocks, ${timing?.tally.keyframes} keyframes)`;
}

/** @param {number} ms */
function milliseconds(ms) {
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}

/** @param {number | undefined} octets */
function megaOctets(octets) {
  return octets === undefined ? '' : `${(octets / MEGA).toFixed(1)} MB`;
}
