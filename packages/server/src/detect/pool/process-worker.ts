import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Frame } from '../../frames/frame.js';
import type { FromWorker } from './worker-messages.js';
import type { StartWorker } from './worker-port.js';

/**
 * Starts a worker as a process of its own: what it does to its memory, and how it dies, is its own affair, and one that
 * hangs can be killed. Each frame is copied on its way, some 0.3 ms for one of 640 x 480.
 */
export const startProcessWorker: StartWorker = (detector, events) => {
  const path = fileURLToPath(new URL('./detector-process.js', import.meta.url));
  const child = fork(path, [detector.url, JSON.stringify(detector.options)], {
    // Buffers travel as they are. As JSON, the default, a frame would be a text of millions of numbers.
    serialization: 'advanced',
    execArgv: [],
  });
  let reason = 'it ended by itself';
  let inHand: Frame | undefined;
  child.on('message', (message) => {
    const said = asFromWorker(message);
    // The frame has not left this process: its pixels are here.
    events.onMessage(said.kind === 'detected' && inHand !== undefined ? { ...said, frame: inHand } : said);
  });
  child.on('error', (error) => (reason = error.message));
  child.on('exit', (code, signal) =>
    events.onExit(signal === null ? `${reason} (exit code ${String(code)})` : `it was killed (${signal})`),
  );
  return {
    post: (message) => {
      if (message.kind === 'detect') inHand = message.frame;
      // One that is just dying cannot be written to; its exit says so.
      child.send(message, () => undefined);
    },
    abandon: () => void child.kill('SIGKILL'),
  };
};

/** Boundary: what the worker posts is typed on its side. */
function asFromWorker(message: unknown): FromWorker {
  return message as FromWorker;
}
