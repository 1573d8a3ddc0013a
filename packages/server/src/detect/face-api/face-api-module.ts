import { DEFAULT_DETECTION_TASKS, type DetectionTasks, type DetectorModule } from '../detector.js';

/**
 * face-api as its package comes, on tfjs-wasm: the reference for every other engine.
 *
 * @param firstTasks what most frames will ask for: it is loaded and tried before the detector is ready
 */
export function faceApiDetector(firstTasks: Partial<DetectionTasks> = {}): DetectorModule {
  const url = new URL('./face-api-detector.js', import.meta.url).href;
  return { url, options: { ...DEFAULT_DETECTION_TASKS, ...firstTasks } };
}
