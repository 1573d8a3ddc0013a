/** The program of a decoder's process. */
import process from 'node:process';
import { messageOf } from '../../errors.js';
import { TrackDecoder } from './track-decoder.js';
import type { FromWorker, ToWorker, WorkerTask } from './worker-messages.js';

if (process.send === undefined) throw new Error('this is the inside of a decoder and nothing to start by itself');
const send = process.send.bind(process);
// Serialised at once: nothing of the message is needed when this returns.
const post = (message: FromWorker): void => void send(message);

// A server that died without a word must not leave its decoders behind.
process.on('disconnect', () => process.exit(0));
try {
  const decoder = new TrackDecoder(await import('@napi-rs/webcodecs'), asTask(process.argv[2]), post);
  process.on('message', (message) => decoder.take(asToWorker(message)));
} catch (thrown) {
  post({ kind: 'failed', code: 'start-failed', message: messageOf(thrown) });
}

/** Boundary: what the other side hands over is typed there. */
function asTask(text: string | undefined): WorkerTask {
  return JSON.parse(text ?? '{}') as WorkerTask;
}

/** Boundary: what the other side sends is typed there. */
function asToWorker(message: unknown): ToWorker {
  return message as ToWorker;
}
