/** The detector's side of a worker thread: see `node-worker.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DetectorModule } from '../detector.js';
import { serveDetector } from './serve-detector.js';
import { stepBack } from './step-back.js';
import type { ToWorker } from './worker-messages.js';

if (parentPort !== null) {
  const port = parentPort;
  stepBack();
  await serveDetector(
    {
      // The pixels go back without a copy, as they came.
      post: (message) => port.postMessage(message, message.kind === 'detected' ? [message.frame.pixels.buffer] : []),
      onMessage: (listener) => port.on('message', (message) => listener(asToWorker(message))),
      close: () => port.close(),
    },
    asDetectorModule(workerData),
  );
}

/** Boundary: the pool types what it posts. */
function asToWorker(message: unknown): ToWorker {
  return message as ToWorker;
}

/** Boundary: the pool types what it gives a worker to start with. */
function asDetectorModule(given: unknown): DetectorModule {
  return given as DetectorModule;
}
