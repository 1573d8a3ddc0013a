import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * A file that asks where it stands is told so, and not: in .cache/.
 *
 * @type {import('esbuild').Plugin}
 */
const ownPlaces = {
  name: 'own-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
    });
  },
};

/**
 * Compiles a program written in TypeScript into .cache/ and runs it; this process ends as it ends.
 *
 * @param {string} source path from the root
 * @param {readonly string[]} args
 */
export async function runCompiled(source, args) {
  const { build } = await import('esbuild').catch(() => {
    console.error('esbuild is not installed. Run "npm install" first.');
    process.exit(1);
  });
  const program = join(root, '.cache', basename(dirname(source)), 'main.mjs');
  await build({
    entryPoints: [join(root, source)],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [ownPlaces],
  });
  const run = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  run.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
