import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/**
 * Replaces what a document has between its two markers for `name`, in the form that the checks ask of documents.
 *
 * @param {string} path
 * @param {string} name
 * @param {string} text
 */
export async function writeBetweenMarkers(path, name, text) {
  const [start, end] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
  const document = readFileSync(path, 'utf8');
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no markers ${start} and ${end}`);
  const updated = `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`;
  writeFileSync(path, await format(updated, { ...(await resolveConfig(path)), filepath: path }));
}
