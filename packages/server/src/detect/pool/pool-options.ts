import type { DetectionTasks, DetectorModule } from '../detector.js';
import type { StartWorker } from './worker-port.js';

/** How to run the pool. */
export interface DetectorPoolOptions {
  /** The detector that each worker loads. */
  readonly detector: DetectorModule;
  /**
   * What to look for in the frames of a stream that does not ask for anything else.
   *
   * @defaultValue faces, without anything about them
   */
  readonly tasks?: DetectionTasks;
  /**
   * Number of workers.
   *
   * @defaultValue one for each core on Linux, where they step back behind everything else; elsewhere one less
   */
  readonly size?: number;
  /**
   * What it is when the detector cannot be loaded: the installation's fault, or that of the author of the module.
   *
   * @defaultValue `detector-unavailable`
   */
  readonly loadFailureCode?: 'detector-unavailable' | 'detector-module';
  /** Told when a worker died and is replaced, and why: for the log. */
  readonly onWorkerDied?: (reason: string) => void;
  /**
   * The clock, in ms.
   *
   * @defaultValue `performance.now`
   */
  readonly now?: () => number;
  /**
   * How a worker is started.
   *
   * @defaultValue `startNodeWorker`, a thread; `startProcessWorker` for detectors that may crash or hang
   */
  readonly startWorker?: StartWorker;
  /**
   * How long to wait, in ms, before a worker that died while it loaded is started again.
   *
   * @defaultValue 1000
   */
  readonly reloadPauseMs?: number;
  /**
   * How long a detector may take over one frame, in ms, before the frame is given up and the worker is replaced.
   *
   * @defaultValue 20 000: a model that is used for the first time is loaded first
   */
  readonly detectTimeoutMs?: number;
  /**
   * How often the rates of the streams are fitted to what the workers do, in ms.
   *
   * @defaultValue 1000
   */
  readonly rateIntervalMs?: number;
}
