import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a module of `page/` and the library's source for browsers. What it exports becomes the global `page`. */
export async function bundleForPage(module: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../page/${module}`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
    target: 'es2022',
    logLevel: 'warning',
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`esbuild made nothing of ${module}`);
  return bundle.text;
}
