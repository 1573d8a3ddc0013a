/// <reference types="node" />
/**
 * Bundles the page into dist/page. Run after `tsc -b`, which checks the types and emits the library into dist/lib.
 * Usage: node packages/browser-client/build.mjs
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * @param {string} path relative to this file
 * @returns {string}
 */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await rm(here('dist/page'), { recursive: true, force: true });
await mkdir(here('dist/page'), { recursive: true });
await build({
  entryPoints: {
    page: here('src/page/main.ts'),
    login: here('src/login/main.ts'),
    watch: here('src/watch-page/main.ts'),
    style: here('src/page/style.css'),
    'watch-style': here('src/watch-page/watch-style.css'),
    recordings: here('src/recordings/main.ts'),
    'recordings-style': here('src/recordings/recordings.css'),
  },
  outdir: here('dist/page'),
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  // Safari 18.4 is the first that records WebM; the others are older than that by years.
  target: ['es2022', 'safari16', 'chrome108', 'firefox115'],
  // From the source, so that the page can be bundled before or after the library of the protocol is built.
  alias: { '@webm-reassembler/protocol': here('../protocol/src/index.ts') },
  logLevel: 'warning',
});
for (const file of [
  'page/index.html',
  'page/icon.svg',
  'login/login.html',
  'watch-page/watch.html',
  'recordings/recordings.html',
])
  await copyFile(here(`src/${file}`), here(`dist/page/${basename(file)}`));
