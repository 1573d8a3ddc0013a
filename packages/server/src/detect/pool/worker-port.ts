import type { DetectorModule } from '../detector.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** The pool's end of the line to one worker. */
export interface WorkerPort {
  /** Sends a message. A frame's pixels move over without a copy and are gone here. */
  post(message: ToWorker): void;
  /** Gives up a worker that does not answer: kills it where that is safe, else lets it end when it comes to itself. */
  abandon(): void;
}

/** What comes from a worker. */
export interface WorkerPortEvents {
  readonly onMessage: (message: FromWorker) => void;
  /** The worker is gone, asked or not. Called once, last. */
  readonly onExit: (reason: string) => void;
}

/** Starts a worker with a detector in it. */
export type StartWorker = (detector: DetectorModule, events: WorkerPortEvents) => WorkerPort;
