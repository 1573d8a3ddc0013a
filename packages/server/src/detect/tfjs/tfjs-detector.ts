import type { CreateDetector } from '../detector.js';
import { startNetDetector } from '../faces/net-detector.js';
import { readTasks } from '../read-tasks.js';
import { loadTensorFlow } from './tensorflow-package.js';
import { TfjsEngine } from './tfjs-engine.js';

/** Runs face-api's nets, folded, on TensorFlow.js: the pool calls this in each worker. */
export const createDetector: CreateDetector = async (options) =>
  startNetDetector(new TfjsEngine(await loadTensorFlow()), readTasks(options));
