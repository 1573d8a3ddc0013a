import { Worker } from 'node:worker_threads';
import type { FromWorker } from './worker-messages.js';
import type { StartWorker } from './worker-port.js';

/**
 * Starts a worker thread of Node. There is no `terminate`: stopped in the middle of a computation, some native engines
 * take the whole process with them.
 */
export const startNodeWorker: StartWorker = (detector, events) => {
  const worker = new Worker(new URL('./detector-worker.js', import.meta.url), { workerData: detector });
  let reason = 'it ended by itself';
  worker.on('message', (message) => events.onMessage(asFromWorker(message)));
  worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => events.onExit(`${reason} (exit code ${code})`));
  return {
    post: (message) => worker.postMessage(message, message.kind === 'detect' ? [message.frame.pixels.buffer] : []),
  };
};

/** Boundary: what the worker posts is typed on its side. */
function asFromWorker(message: unknown): FromWorker {
  return message as FromWorker;
}
