import { idf1, mota } from './score.mjs';

/**
 * @import { HeadCount } from './head-count.mjs'
 * @import { JudgedRecording, Judgement } from './judged-recording.mjs'
 * @import { Score } from './score.mjs'
 */

/**
 * Two tables: all recordings together at each rate, and each recording with one number a rate.
 *
 * @param {readonly JudgedRecording[]} recordings
 * @param {readonly number[]} rates
 */
export function identityTables(recordings, rates) {
  return [
    '| analysed a second | faces there | counted | not counted | second numbers | on no face | brief visits | on two persons | switches | gaps bridged | found | MOTA | IDF1 |',
    `| ${'---: | '.repeat(13)}`,
    ...rates.map((perSecond) => row(`${perSecond}`, sumOf(judgementsAt(recordings, perSecond)))),
    '',
    `Each recording, at ${rates.join(' / ')} analysed frames a second:`,
    '',
    '| recording | seconds | faces there | counted | not counted | second numbers | on no face | switches | MOTA | IDF1 |',
    `| --- | ${'---: | '.repeat(9)}`,
    ...recordings.map(recordingRow),
  ].join('\n');
}

/**
 * @param {string} title
 * @param {Omit<Judgement, 'perSecond'>} judgement
 */
function row(title, { heads, score }) {
  const { there, counted, notCounted, secondNumbers, nobody, brief, passedOn } = heads;
  const cells = [title, there, counted, notCounted, secondNumbers, nobody, brief, passedOn, score.switches];
  const bridged = `${score.bridged} of ${score.gaps}`;
  const found = `${((score.seen * 100) / score.faces).toFixed(0)} %`;
  return `| ${[...cells, bridged, found, mota(score).toFixed(2), idf1(score).toFixed(2)].join(' | ')} |`;
}

/** @param {JudgedRecording} recording */
function recordingRow({ name, durationMs, judgements }) {
  const each = (/** @type {(judgement: Judgement) => string | number} */ read) => judgements.map(read).join(' / ');
  const cells = [
    `\`${name}\``,
    (durationMs / 1000).toFixed(1),
    judgements[0]?.heads.there ?? 0,
    each(({ heads }) => heads.counted),
    each(({ heads }) => heads.notCounted),
    each(({ heads }) => heads.secondNumbers),
    each(({ heads }) => heads.nobody),
    each(({ score }) => score.switches),
    each(({ score }) => mota(score).toFixed(2)),
    each(({ score }) => idf1(score).toFixed(2)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/**
 * @param {readonly JudgedRecording[]} recordings
 * @param {number} perSecond
 */
function judgementsAt(recordings, perSecond) {
  return recordings.flatMap(({ judgements }) => judgements.filter((judgement) => judgement.perSecond === perSecond));
}

/** @param {readonly Judgement[]} judgements */
function sumOf(judgements) {
  /** @type {HeadCount} */
  const heads = { there: 0, counted: 0, notCounted: 0, secondNumbers: 0, brief: 0, nobody: 0, passedOn: 0 };
  /** @type {Score} */
  const score = {
    faces: 0,
    boxes: 0,
    seen: 0,
    missed: 0,
    falseBoxes: 0,
    switches: 0,
    gaps: 0,
    bridged: 0,
    identified: 0,
  };
  for (const judgement of judgements) {
    add(heads, judgement.heads);
    add(score, judgement.score);
  }
  return { heads, score };
}

/**
 * @template {string} Key
 * @param {Record<Key, number>} sum
 * @param {Readonly<Record<Key, number>>} summand
 */
function add(sum, summand) {
  for (const key of /** @type {Key[]} */ (Object.keys(sum))) sum[key] += summand[key];
}
