import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { Measurement, Share } from './measure.mjs' */

const ARTICLE = join(fileURLToPath(import.meta.url), '..', '..', '..', 'docs', 'why-only-the-first-chunk-plays.md');
const START = '<!-- table: written by `npm run why -- --write` -->';
const END = '<!-- end of table -->';

/** @type {readonly (readonly [string, keyof Measurement])[]} */
const LINES = [
  ['a later chunk, as it came', 'rawChunks'],
  ['the header, then a later chunk', 'headerAndChunk'],
  ['the header, then one Cluster', 'headerAndCluster'],
  ['`ChunkPieces`: a file for each chunk', 'chunkPieces'],
  ['`GopPieces`: a file for each group of pictures', 'gopPieces'],
  ['Clusters that open with a keyframe', 'keyframeClusters'],
  ["chunks that end one octet into an element's ID", 'cutsBehindIdOctet'],
];

/**
 * The measurements as a Markdown table, a column each.
 *
 * @param {readonly ({ readonly name: string } & Measurement)[]} rows
 */
export function table(rows) {
  /** @param {Share} share */
  const text = (share) => `${share.clean} of ${share.of}`;
  return [
    `| what | ${rows.map((row) => `\`${row.name}\``).join(' | ')} |`,
    `| --- |${' --- |'.repeat(rows.length)}`,
    ...LINES.map(([title, key]) => `| ${title} | ${rows.map((row) => text(row[key])).join(' | ')} |`),
  ].join('\n');
}

/**
 * Puts the table into the article, between its marks.
 *
 * @param {readonly ({ readonly name: string } & Measurement)[]} rows
 */
export function writeTable(rows) {
  const article = readFileSync(ARTICLE, 'utf8');
  const before = article.slice(0, article.indexOf(START) + START.length);
  writeFileSync(ARTICLE, `${before}\n\n${table(rows)}\n\n${article.slice(article.indexOf(END))}`);
}
