import type { Frame } from '../../frames/frame.js';
import type { FaceNet } from '../nets/face-net.js';
import type { Area } from './area.js';

/** What a net makes of one area. */
export type NetOutputs = readonly Float32Array[];

/** Computes face-api's nets. */
export interface NetEngine {
  /** Name of what computes, for people and for metrics. */
  readonly name: string;
  /**
   * Runs a net on parts of a frame, scaled into the net's square: all at once, for that is quicker than one after another. The
   * net is loaded when it is first asked for.
   *
   * @param areas at least one, each of whole pixels inside the frame; for a net that looks at frames, the whole of it. Several
   * nets that are to look at the same areas are best given the same list, which is then scaled only once
   * @returns for each area the net's outputs, in the order of its plan
   */
  run(net: FaceNet, frame: Frame, areas: readonly Area[]): Promise<readonly NetOutputs[]>;
  /** Gives back what was loaded. No `run` may be in progress. */
  close(): Promise<void>;
}

/** Takes the outputs of several areas, one behind the other, apart. */
export function outputsOfEach(outputs: NetOutputs, count: number): readonly NetOutputs[] {
  return Array.from({ length: count }, (_, index) =>
    outputs.map((numbers) => {
      const length = numbers.length / count;
      return numbers.subarray(index * length, (index + 1) * length);
    }),
  );
}
