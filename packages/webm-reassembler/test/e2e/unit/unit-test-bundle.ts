import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../../../src/', import.meta.url));
const ADAPTER = fileURLToPath(new URL('jest-in-page.ts', import.meta.url));
const NODE_MODULES = new Set(['jest-message-util', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
/** What `expect` asks of its host while it is loaded. */
const HOST = `
  globalThis.process ??= { env: {}, platform: '', version: '', argv: [], cwd: () => '/' };
  globalThis.global ??= globalThis;`;

/** The core's unit tests as one script for a page. */
export interface UnitTestBundle {
  /** Defines the global `page` with `runCollected`. */
  readonly script: string;
  /** The test files within, by their path in `src/`. */
  readonly files: readonly string[];
  /** Those that are left out, because they use what only Node has. */
  readonly needNode: readonly string[];
}

/** Bundles every unit test of the library that needs nothing of Node, neither itself nor through what it imports. */
export async function bundleUnitTests(): Promise<UnitTestBundle> {
  const all = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !/^(cli|streams[/\\]node)[/\\]/.test(path))
    .sort();
  const needing = await Promise.all(all.map(async (path) => ((await needsNode(join(SOURCE, path))) ? [path] : [])));
  const needNode = needing.flat();
  const files = all.filter((path) => !needNode.includes(path));
  const imports = files.map((path) => `import './${relative(SOURCE, join(SOURCE, path))}';`);
  const entry = [`import { runCollected } from '${ADAPTER}';`, ...imports, 'export { runCollected };'].join('\n');
  return { script: await bundle(entry), files, needNode };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: SOURCE, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
    target: 'es2022',
    banner: { js: HOST },
    ignoreAnnotations: true, // package.json says that the source has no side effects; tests are nothing else
    logLevel: 'error',
    plugins: [WITHOUT_NODE],
  });
  return outputFiles[0]?.text ?? '';
}

/** Whether a test, or what it imports of this repository, names a module or global of Node, or a package that does. */
async function needsNode(path: string): Promise<boolean> {
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    platform: 'node',
    packages: 'external',
    metafile: true,
    ignoreAnnotations: true,
    logLevel: 'error',
  });
  const inputs = Object.entries(metafile.inputs);
  const usesPackage = inputs.some(([, { imports }]) =>
    imports.some(({ path: name, external }) => external === true && name !== 'fast-check'),
  );
  return usesPackage || inputs.some(([input]) => /\bBuffer[.(]/.test(readFileSync(input, 'utf8')));
}

/** Gives nothing in place of Node's modules, which `expect` imports for what it does with files and stack traces. */
const WITHOUT_NODE: Plugin = {
  name: 'without-node',
  setup(bundler) {
    bundler.onResolve({ filter: /^[a-z:_/-]+$/ }, ({ path }) =>
      NODE_MODULES.has(path) ? { path, namespace: 'nothing' } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};
