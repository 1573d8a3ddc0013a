import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { runServer } = await import('./setup/run-server.mjs');
await runServer({ subcommand: 'doctor' });
