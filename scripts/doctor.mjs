import process from 'node:process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { ensureReady } = await import('./setup.mjs');
await ensureReady();

const server = join(fileURLToPath(import.meta.url), '..', '..', 'packages', 'server', 'dist', 'main.js');
process.argv = [process.argv[0] ?? 'node', server, 'doctor', ...process.argv.slice(2)];
await import(pathToFileURL(server).href);
