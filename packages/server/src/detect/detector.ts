import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../frames/frame.js';

/**
 * Finds things in frames. One detector works on one frame at a time and lives in a worker of its own.
 *
 * Anything can stand behind this: face-api, another engine for the same models, or a detector of one's own.
 */
export interface Detector {
  /** Name of what does the work, for people and for metrics, for example `face-api tiny 416`. */
  readonly engine: string;
  /**
   * Looks at one frame.
   *
   * @param frame its pixels may be read until the promise settles, and must not be written to
   * @returns what was found, best score first; an empty list where nothing was found
   */
  detect(frame: Frame): Promise<readonly Detection[]>;
  /** Gives back what the detector holds. Called once, when no `detect` is in progress. */
  close(): Promise<void>;
}

/** What the module of a detector exports under the name `createDetector`. Called once in each worker. */
export type CreateDetector = (options: DetectorModuleOptions) => Promise<Detector>;

/** Options of a detector: plain values, for they travel to the worker. */
export type DetectorModuleOptions = Readonly<Record<string, string | number | boolean>>;

/** Which detector to run: a module that exports {@link CreateDetector} as `createDetector`, and the options for it. */
export interface DetectorModule {
  /** URL of the module, `file:` for a file. */
  readonly url: string;
  readonly options: DetectorModuleOptions;
}
