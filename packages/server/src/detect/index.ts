export { DEFAULT_DETECTION_TASKS, INPUT_SIZES } from './detector.js';
export type { CreateDetector, DetectionTasks, Detector, DetectorModule, DetectorModuleOptions } from './detector.js';
export type {
  DetectionFailure,
  DetectionSlot,
  DetectorPool,
  FrameDetections,
  PoolReady,
  SlotEvents,
} from './detector-pool.js';
export { faceApiDetector } from './face-api/face-api-module.js';
export { startDetectorPool } from './pool/worker-pool.js';
export type { DetectorPoolOptions } from './pool/worker-pool.js';
