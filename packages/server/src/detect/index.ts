export type { CreateDetector, Detector, DetectorModule, DetectorModuleOptions } from './detector.js';
export type {
  DetectionFailure,
  DetectionSlot,
  DetectorPool,
  FrameDetections,
  PoolReady,
  SlotEvents,
} from './detector-pool.js';
export { faceApiDetector } from './face-api/face-api-options.js';
export type { FaceApiOptions } from './face-api/face-api-options.js';
export { startDetectorPool } from './pool/worker-pool.js';
export type { DetectorPoolOptions } from './pool/worker-pool.js';
