import type { CreateDetector } from '../detector.js';
import { startNetDetector } from '../faces/net-detector.js';
import { readTasks } from '../read-tasks.js';
import { createDetector as createTfjsDetector } from '../tfjs/tfjs-detector.js';
import { defaultCacheDirectory } from './graph-cache.js';
import { OnnxEngine, type OnnxRuntime } from './onnx-engine.js';

/**
 * Runs face-api's nets on ONNX Runtime, or on TensorFlow.js where ONNX Runtime cannot be loaded: the pool calls this in
 * each worker.
 */
export const createDetector: CreateDetector = async (options) => {
  const runtime = await loadRuntime();
  if (runtime.kind === 'unavailable') {
    const detector = await createTfjsDetector(options);
    return { ...detector, warning: warningOf(runtime.reason) };
  }
  const { cacheDirectory = defaultCacheDirectory() } = options;
  return startNetDetector(new OnnxEngine(runtime.module, String(cacheDirectory)), readTasks(options));
};

type Runtime =
  { readonly kind: 'loaded'; readonly module: OnnxRuntime } | { readonly kind: 'unavailable'; readonly reason: string };

/** Not every system has a binary, and a package may be there without its binary. */
async function loadRuntime(): Promise<Runtime> {
  try {
    return { kind: 'loaded', module: await import('onnxruntime-node') };
  } catch (thrown) {
    return { kind: 'unavailable', reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function warningOf(reason: string): string {
  return (
    `onnxruntime-node could not be loaded, so faces are found with TensorFlow.js, which takes about three times as long ` +
    `and finds the same (${reason.split('\n')[0] ?? ''}). Install onnxruntime-node for this system, ` +
    `or choose --detector-engine tfjs to be told no more.`
  );
}
