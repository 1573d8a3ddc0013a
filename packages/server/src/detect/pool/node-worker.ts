import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './worker-messages.js';
import type { StartWorker } from './worker-port.js';

/**
 * Starts a worker thread of Node: frames go to it and back without a copy. There is no `terminate`: stopped in the middle
 * of a computation, ONNX Runtime takes the whole process with it. One that hangs is left to itself, and ends when its
 * computation does.
 */
export const startNodeWorker: StartWorker = (detector, events) => {
  const worker = new Worker(new URL('./detector-worker.js', import.meta.url), { workerData: detector });
  let reason = 'it ended by itself';
  worker.on('message', (message) => events.onMessage(asFromWorker(message)));
  worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => events.onExit(`${reason} (exit code ${code})`));
  const post = (message: ToWorker): void =>
    worker.postMessage(message, message.kind === 'detect' ? [message.frame.pixels.buffer] : []);
  return {
    post,
    abandon: () => {
      worker.unref();
      post({ kind: 'close' });
    },
  };
};

/** Boundary: what the worker posts is typed on its side. */
function asFromWorker(message: unknown): FromWorker {
  return message as FromWorker;
}
