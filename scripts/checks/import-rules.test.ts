import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import rules from '../../.dependency-cruiser.mjs';
import { commandPath, root } from './tool.mjs';

const LIBRARY = 'packages/webm-reassembler/src';
const SERVER = 'packages/server/src';
const BROWSER = 'packages/browser-client/src';
const PROTOCOL = 'packages/protocol/src';

/** An import that a rule must refuse: the rule, the file that imports, and what it imports (a path in the house or a package). */
const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['library-octets-imports-only-below', `${LIBRARY}/octets/a.ts`, `${LIBRARY}/elements/target.ts`],
  ['library-elements-imports-only-below', `${LIBRARY}/elements/a.ts`, `${LIBRARY}/blocks/target.ts`],
  ['library-codecs-imports-only-below', `${LIBRARY}/codecs/a.ts`, `${LIBRARY}/segments/target.ts`],
  ['library-blocks-imports-only-below', `${LIBRARY}/blocks/a.ts`, `${LIBRARY}/segments/target.ts`],
  ['library-segments-imports-only-below', `${LIBRARY}/segments/a.ts`, `${LIBRARY}/reassembler.ts`],
  ['library-core-knows-no-host', `${LIBRARY}/reassembler.ts`, `${LIBRARY}/streams/target.ts`],
  ['library-imports-nothing-outside-itself', `${LIBRARY}/segments/b.ts`, 'ws'],
  ['library-core-uses-no-node-module', `${LIBRARY}/octets/c.ts`, 'node:buffer'],
  ['server-ingest-knows-no-other-stage', `${SERVER}/ingest/a.ts`, `${SERVER}/record/target.ts`],
  ['server-record-knows-no-other-stage', `${SERVER}/record/a.ts`, `${SERVER}/watch/target.ts`],
  ['server-watch-knows-no-other-stage', `${SERVER}/watch/a.ts`, `${SERVER}/live/target.ts`],
  ['server-decode-knows-no-other-stage', `${SERVER}/decode/a.ts`, `${SERVER}/detect/target.ts`],
  ['server-detect-knows-no-other-stage', `${SERVER}/detect/a.ts`, `${SERVER}/decode/target.ts`],
  ['server-bus-knows-no-user', `${SERVER}/bus/a.ts`, `${SERVER}/ingest/target.ts`],
  ['server-access-knows-no-user', `${SERVER}/access/a.ts`, `${SERVER}/ingest/target.ts`],
  ['server-metrics-and-webhooks-only-listen', `${SERVER}/metrics/a.ts`, `${SERVER}/live/target.ts`],
  ['server-live-is-not-above-main', `${SERVER}/live/a.ts`, `${SERVER}/http/target.ts`],
  ['server-main-is-imported-by-nobody', `${SERVER}/http/a.ts`, `${SERVER}/main.ts`],
  ['server-one-file-knows-fluent-ffmpeg', `${SERVER}/decode/b.ts`, 'fluent-ffmpeg'],
  ['server-catalogue-reads-only-what-record-wrote', `${SERVER}/catalogue/a.ts`, `${SERVER}/ingest/target.ts`],
  ['server-one-file-knows-sqlite', `${SERVER}/record/e.ts`, 'node-sqlite3-wasm'],
  ['protocol-imports-nothing', `${PROTOCOL}/a.ts`, 'ws'],
  ['browser-client-knows-only-protocol', `${BROWSER}/upload/a.ts`, 'node:fs'],
  ['server-does-not-import-browser-client', `${SERVER}/http/b.ts`, '@webm-reassembler/browser-client'],
  ['packages-meet-by-name', `${SERVER}/record/b.ts`, `${LIBRARY}/octets/target.ts`],
  ['no-cycle', `${BROWSER}/overlay/a.ts`, `${BROWSER}/overlay/b.ts`],
  ['source-imports-no-test', `${BROWSER}/capture/a.ts`, `${BROWSER}/capture/b.test.ts`],
  ['source-uses-declared-packages', `${SERVER}/record/c.ts`, 'undeclared'],
  ['no-unresolvable-import', `${SERVER}/record/d.ts`, 'not-installed-at-all'],
];

/** Imports that the map allows, so that a rule that refuses everything is found too. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  [`${LIBRARY}/segments/ok.ts`, `${LIBRARY}/octets/target.ts`],
  [`${LIBRARY}/octets/ok.ts`, `${LIBRARY}/errors.ts`],
  [`${LIBRARY}/streams/ok.ts`, 'node:stream'],
  [`${LIBRARY}/octets/ok.test.ts`, `${LIBRARY}/segments/target.ts`],
  [`${SERVER}/live/ok.ts`, `${SERVER}/record/target.ts`],
  [`${SERVER}/record/ok.ts`, `${SERVER}/bus/target.ts`],
  [`${SERVER}/decode/ffmpeg-process.ts`, 'fluent-ffmpeg'],
  [`${SERVER}/catalogue/sqlite.ts`, 'node-sqlite3-wasm'],
  [`${SERVER}/catalogue/ok.ts`, `${SERVER}/record/target.ts`],
];

/** The way back of the cycle above, which is reported once. */
const WAY_BACK = [`${BROWSER}/overlay/b.ts`, `${BROWSER}/overlay/a.ts`] as const;

const ORPHAN = `${BROWSER}/overlay/orphan.ts`;

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder: string;
let violations: readonly Violation[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  buildHouse();
  violations = cruise();
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the map of imports', () => {
  test.each(FORBIDDEN)('%s refuses that %s imports %s', (rule, from) => {
    expect(rulesBrokenBy(from)).toContain(rule);
  });

  test.each(ALLOWED)('%s may import %s', (from) => {
    expect(rulesBrokenBy(from)).toEqual([]);
  });

  test('no-orphan refuses a file that nobody imports and that imports nothing', () => {
    expect(rulesBrokenBy(ORPHAN)).toEqual(['no-orphan']);
  });

  test('has no rule that was not shown to bite', () => {
    const shown = new Set([...FORBIDDEN.map(([rule]) => rule), 'no-orphan']);
    expect(rules.forbidden?.map(({ name }) => name).filter((name) => !shown.has(name ?? ''))).toEqual([]);
  });
});

/** A house of empty rooms with just the imports above: the rules look at paths, not at what the files do. */
function buildHouse(): void {
  const imports = new Map<string, string[]>([[ORPHAN, []]]);
  for (const [from, to] of [...FORBIDDEN.map(([, from, to]) => [from, to] as const), WAY_BACK, ...ALLOWED]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to.startsWith('packages/') && !imports.has(to)) imports.set(to, []);
  }
  for (const [path, targets] of imports)
    write(path, targets.map((target) => importLine(path, target)).join('') + 'export {};\n');
  write(
    'packages/server/package.json',
    JSON.stringify({ name: 'server', dependencies: { 'fluent-ffmpeg': '1', 'node-sqlite3-wasm': '1' } }),
  );
  for (const name of ['fluent-ffmpeg', 'node-sqlite3-wasm', 'ws', 'undeclared', '@webm-reassembler/browser-client']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
}

function importLine(from: string, to: string): string {
  const specifier = to.startsWith('packages/')
    ? `./${posix.relative(posix.dirname(from), to).replace(/\.ts$/, '.js')}`
    : to;
  return `import '${specifier}';\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function cruise(): readonly Violation[] {
  const command = commandPath('dependency-cruiser');
  const args = [command, 'packages', '--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no result: ${stderr}`);
  return (JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } }).summary.violations;
}

function rulesBrokenBy(from: string): readonly string[] {
  return [...new Set(violations.filter((violation) => violation.from === from).map(({ rule }) => rule.name))];
}
