import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import process from 'node:process';
import { join } from 'node:path';
import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const server = join(fileURLToPath(import.meta.url), '..', '..', 'packages', 'server', 'dist', 'main.js');

// Whoever replays has a server running, so everything is there, save on a fresh clone.
if (!existsSync(server)) {
  const { ensureReady } = await import('./setup.mjs');
  await ensureReady();
}

process.argv = [process.argv[0] ?? 'node', server, 'replay', ...process.argv.slice(2)];
await import(pathToFileURL(server).href);
