import { blackFrame } from '../black-frame.js';
import type { DetectionTasks, Detector } from '../detector.js';
import { FaceChain } from './face-chain.js';
import type { NetEngine } from './net-engine.js';

/**
 * A detector of faces on an engine, ready to be used: what the first frames will ask for is loaded and was run once, for
 * the first run takes longer. What later frames ask for is loaded when they do.
 */
export async function startNetDetector(engine: NetEngine, firstTasks: DetectionTasks): Promise<Detector> {
  const chain = new FaceChain(engine);
  await chain.tryOut(blackFrame({ width: 640, height: 480 }), firstTasks);
  return {
    engine: `face-api’s nets on ${engine.name}`,
    detect: (frame, tasks) => chain.detect(frame, tasks),
    close: () => engine.close(),
  };
}
