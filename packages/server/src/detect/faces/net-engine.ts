import type { Frame } from '../../frames/frame.js';
import type { FaceNet } from '../nets/face-net.js';
import type { Area } from './area.js';

/** Computes face-api's nets. */
export interface NetEngine {
  /** Name of what computes, for people and for metrics. */
  readonly name: string;
  /**
   * Runs a net on a part of a frame, scaled into the net's square. The net is loaded when it is first asked for.
   *
   * @param area whole pixels inside the frame
   * @returns the net's outputs, in the order of its plan
   */
  run(net: FaceNet, frame: Frame, area: Area): Promise<readonly Float32Array[]>;
  /** Gives back what was loaded. No `run` may be in progress. */
  close(): Promise<void>;
}
