/** The entry point of a decoder's worker thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../errors.js';
import { TrackDecoder } from './track-decoder.js';
import type { FromWorker, ToWorker, WorkerTask } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('this is the inside of a worker and nothing to start by itself');

const post = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, [...transfer]);
  if (message.kind === 'ended' || message.kind === 'failed') port.close();
};

try {
  const decoder = new TrackDecoder(await import('@napi-rs/webcodecs'), asTask(workerData), post);
  port.on('message', (message: ToWorker) => {
    decoder.take(message);
    if (message.kind === 'close') port.close();
  });
} catch (thrown) {
  post({ kind: 'failed', code: 'start-failed', message: messageOf(thrown) });
}

/** Boundary: what the other side hands over is typed there. */
function asTask(data: unknown): WorkerTask {
  return data as WorkerTask;
}
