export { DEFAULT_DETECTION_TASKS, INPUT_SIZES } from './detector.js';
export type { CreateDetector, DetectionTasks, Detector, DetectorModule, DetectorModuleOptions } from './detector.js';
export type {
  DetectionFailure,
  DetectionSlot,
  DetectorPool,
  FrameDetections,
  PoolReady,
  SlotEvents,
  SlotWishes,
} from './detector-pool.js';
export { ownDetector } from './choose-detector.js';
export { faceDetector, FACE_ENGINES } from './face-detector.js';
export type { FaceDetectorOptions, FaceEngine } from './face-detector.js';
export { FaceTracker } from './track/face-tracker.js';
export { SceneWatch } from './track/scene-watch.js';
export type { FaceAppeared, FaceLeft } from './track/face-tracker.js';
export { startDetectorPool } from './pool/worker-pool.js';
export type { DetectorPoolOptions } from './pool/pool-options.js';
export { startProcessWorker } from './pool/process-worker.js';
