import { requireNewEnoughNode } from './setup/node-version.mjs';

requireNewEnoughNode();
const { runServer } = await import('./setup/run-server.mjs');
// Whoever replays has a server running, so everything is there, save on a fresh clone.
await runServer({ subcommand: 'replay', asItIs: true });
