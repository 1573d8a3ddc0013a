/** The detector's side of a worker process: see `process-worker.ts`. */
import process from 'node:process';
import type { DetectorModule } from '../detector.js';
import { serveDetector } from './serve-detector.js';
import { stepBack } from './step-back.js';
import type { ToWorker } from './worker-messages.js';

const [, , url, options = '{}'] = process.argv;

if (url !== undefined && process.send !== undefined) {
  const send = process.send.bind(process);
  stepBack();
  // A server that died without a word must not leave its detectors behind.
  process.on('disconnect', () => process.exit(0));
  await serveDetector(
    {
      // The pixels stay: the server has kept its own, see `process-worker.ts`.
      post: (message) =>
        send(
          message.kind === 'detected' ? { ...message, frame: { ...message.frame, pixels: new Uint8Array() } } : message,
        ),
      onMessage: (listener) => process.on('message', (message) => listener(asToWorker(message))),
      close: () => process.disconnect(),
    },
    asDetectorModule(url, JSON.parse(options)),
  );
}

/** Boundary: the pool types what it posts. */
function asToWorker(message: unknown): ToWorker {
  return message as ToWorker;
}

/** Boundary: the pool types what it gives a worker to start with. */
function asDetectorModule(url: string, options: unknown): DetectorModule {
  return { url, options: options as DetectorModule['options'] };
}
