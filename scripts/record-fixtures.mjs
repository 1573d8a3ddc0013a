// `npm run record-fixtures`: compiles fixtures/record/ and runs it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, '.cache/record-fixtures/main.mjs');

const { build } = await import('esbuild').catch(() => {
  console.error('esbuild is not installed. Run "npm install" first.');
  process.exit(1);
});

await build({
  entryPoints: [join(root, 'fixtures/record/main.ts')],
  outfile: program,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
});

const run = spawn(process.execPath, [program, root, ...process.argv.slice(2)], { stdio: 'inherit' });
run.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
