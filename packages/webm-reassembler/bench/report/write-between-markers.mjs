import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Replaces what a document has between its two markers for `name`.
 *
 * @param {string} path
 * @param {string} name
 * @param {string} text
 */
export function writeBetweenMarkers(path, name, text) {
  const [start, end] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
  const document = readFileSync(path, 'utf8');
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no markers ${start} and ${end}`);
  writeFileSync(path, `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`);
}
