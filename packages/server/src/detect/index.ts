export type { CreateDetector, Detector, DetectorModule, DetectorModuleOptions } from './detector.js';
export type { DetectionFailure, DetectionSlot, DetectorPool, FrameDetections, PoolReady, SlotEvents } from './detector-pool.js';
