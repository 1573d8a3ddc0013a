// Built, for the workers are: Node cannot load TypeScript.
import type { DetectionFailure, DetectorPool, FrameDetections } from '../../dist/detect/index.js';
import type { Frame } from '../../src/frames/frame.js';

/** Submits frames one by one, each when the one before is done, so that none is skipped. */
export async function detectInTurn(pool: DetectorPool, frames: readonly Frame[]) {
  const results: FrameDetections[] = [];
  const failures: DetectionFailure[] = [];
  const slot = pool.openSlot({
    onDetections: (result) => results.push(result),
    onFailed: (failure) => failures.push(failure),
  });
  for (const frame of frames) {
    slot.submit(frame);
    await slot.drained();
  }
  slot.close();
  return { results, failures };
}
