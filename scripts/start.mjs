import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { ensureReady } = await import('./setup.mjs');
await ensureReady();

// In this very process, not in a child: signals, the terminal and the exit code are then the server's own.
const server = join(fileURLToPath(import.meta.url), '..', '..', 'packages', 'server', 'dist', 'main.js');
process.argv[1] = server;
await import(pathToFileURL(server).href);
