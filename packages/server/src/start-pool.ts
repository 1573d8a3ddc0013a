import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import type { Configuration } from './config/keys.js';
import {
  DEFAULT_DETECTION_TASKS,
  type DetectorModule,
  type DetectionTasks,
  type DetectorPool,
  faceDetector,
  ownDetector,
  startDetectorPool,
  startProcessWorker,
} from './detect/index.js';
import { type AnalysisLimits, OPTIONAL_TASKS } from './live/index.js';

/**
 * Starts the workers with the detector that the configuration names.
 *
 * @param log told of workers that are lost
 * @throws ServerError `detector-module` when it names a file that is not there
 */
export function startPool(configuration: Configuration, log?: Logger): DetectorPool {
  const { detector, detectorIsolation, detectTimeoutMs } = configuration;
  const tasks = detectionTasks(configuration);
  const isProcess = detectorIsolation === 'process' || (detectorIsolation === 'auto' && detector !== undefined);
  return startDetectorPool({
    tasks,
    detectTimeoutMs,
    detector: detector === undefined ? builtIn(configuration, tasks) : ownDetector(detector),
    loadFailureCode: detector === undefined ? 'detector-unavailable' : 'detector-module',
    onWorkerDied: (reason) => log?.error({ reason }, 'a detector worker was lost and is replaced'),
    ...sizeOf(configuration),
    ...(isProcess ? { startWorker: startProcessWorker } : {}),
  });
}

/** What streams may ask of the analysis, and what they get when they do not ask. */
export function analysisLimits(configuration: Configuration): AnalysisLimits {
  const { analysedFps, maxAnalysedFps, maxDetectorInputSize, maxFaces, allowedTasks } = configuration;
  const defaults: AnalysisSettings = { ...detectionTasks(configuration), fps: analysedFps };
  const tasks = OPTIONAL_TASKS.filter((task) => allowedTasks.includes(task));
  return {
    defaults,
    maxFps: Math.max(maxAnalysedFps, analysedFps),
    maxInputSize: maxDetectorInputSize,
    maxFaces,
    tasks,
  };
}

/** What is looked for in the frames of a stream that does not ask for anything else. */
function detectionTasks({ detectorInputSize, scoreThreshold, maxFaces }: Configuration): DetectionTasks {
  return { ...DEFAULT_DETECTION_TASKS, inputSize: detectorInputSize, scoreThreshold, maxFaces };
}

function builtIn({ detectorEngine, netCacheDirectory }: Configuration, tasks: DetectionTasks): DetectorModule {
  const cache = netCacheDirectory === undefined ? {} : { cacheDirectory: netCacheDirectory };
  return faceDetector(detectorEngine, { tasks, ...cache });
}

/** One worker for somebody's own detector: it may remember frames, and so must see all of a stream. */
function sizeOf({ detector, detectorWorkers }: Configuration): { readonly size?: number } {
  if (detectorWorkers !== undefined) return { size: detectorWorkers };
  return detector === undefined ? {} : { size: 1 };
}
