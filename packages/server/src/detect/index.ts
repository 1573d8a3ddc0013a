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
export { faceDetector, FACE_ENGINES } from './face-detector.js';
export type { FaceDetectorOptions, FaceEngine } from './face-detector.js';
export { startDetectorPool } from './pool/worker-pool.js';
export type { DetectorPoolOptions } from './pool/worker-pool.js';
