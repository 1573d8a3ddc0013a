import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { filesBelow } from './files-below.mjs';
import { root } from './tool.mjs';

/**
 * What documents are held to.
 *
 * @typedef {object} Repository
 * @property {(path: string) => boolean} has Whether there is a file or folder at a path from the root.
 * @property {(path: string) => string} read
 * @property {ReadonlySet<string>} scripts The names that `npm run` takes.
 */

/** `](target "title")` */
const LINK = /\]\(([^)\s]+)[^)]*\)/g;
const ADDRESS = /^[a-z]+:/;
const FENCED = /^```.*?^```/gms;
const COMMAND = /\bnpm run ([a-z][\w-]*)/g;
/** A file or folder named from the root, within backticks. What has `*`, spaces or the like in it is a pattern, and none. */
const PATH = /`((?:docs|fixtures|packages|scripts)\/[\w./-]*)`/g;
const HEADING = /^#+ (.*)$/gm;

/**
 * Links, commands and files that a document names and that are not there.
 *
 * @param {string} path of the document, from the root
 * @param {Repository} repository
 * @returns {readonly string[]} each in words
 */
export function namedInVain(path, repository) {
  const text = repository.read(path);
  const links = found(LINK, text.replace(FENCED, '')).filter((target) => !leadsSomewhere(target, path, repository));
  const commands = found(COMMAND, text).filter((name) => !repository.scripts.has(name));
  const files = found(PATH, text).filter((name) => !repository.has(name));
  return [
    ...links.map((target) => `${path}: the link to ${target}`),
    ...commands.map((name) => `${path}: npm run ${name}`),
    ...files.map((name) => `${path}: the file ${name}`),
  ];
}

/**
 * Holds every document of the checkout to what is there.
 *
 * @returns {Promise<void>}
 */
export async function checkDocuments() {
  const repository = checkout();
  const inVain = documents().flatMap((path) => namedInVain(path, repository));
  if (inVain.length > 0) throw new Error(`What documents name is not there:\n${inVain.join('\n')}`);
}

/** @returns {Repository} */
function checkout() {
  const { scripts } = /** @type {{ readonly scripts: Readonly<Record<string, string>> }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  );
  return {
    has: (path) => existsSync(join(root, path)),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    scripts: new Set(Object.keys(scripts)),
  };
}

/** @returns {readonly string[]} Paths from the root. */
function documents() {
  const below = ['docs', 'fixtures', 'packages'].flatMap((folder) => filesBelow(join(root, folder)));
  const all = [...readdirSync(root), ...below.map((path) => relative(root, path).split(sep).join('/'))];
  return all.filter((path) => path.endsWith('.md'));
}

/**
 * @param {string} target
 * @param {string} from
 * @param {Repository} repository
 */
function leadsSomewhere(target, from, { has, read }) {
  if (ADDRESS.test(target)) return true;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  return has(path) && (anchor === undefined || anchorsOf(read(path)).has(anchor));
}

/**
 * As GitHub makes them of headings.
 *
 * @param {string} text
 * @returns {ReadonlySet<string>}
 */
function anchorsOf(text) {
  const headings = found(HEADING, text.replace(FENCED, ''));
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/**
 * @param {RegExp} pattern with one group
 * @param {string} text
 * @returns {readonly string[]}
 */
function found(pattern, text) {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}
