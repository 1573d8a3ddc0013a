import type { CreateDetector, Detector, DetectorModule } from '../detector.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

type DetectRequest = Extract<ToWorker, { readonly kind: 'detect' }>;

/** A worker's end of the line to the pool. */
export interface ServingPort {
  post(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  /** Ends the worker, once what was posted is on its way. */
  close(): void;
}

/** What runs inside a worker: loads the detector that the pool names, then looks at one frame after another. */
export async function serveDetector(port: ServingPort, module: DetectorModule): Promise<void> {
  try {
    const detector = await loadDetector(module);
    port.onMessage((message) => void answer(port, detector, message));
    const { engine, warning } = detector;
    port.post({ kind: 'ready', engine, ...(warning === undefined ? {} : { warning }) });
  } catch (thrown) {
    port.post({ kind: 'load-failed', message: messageOf(thrown) });
    port.close();
  }
}

async function loadDetector(module: DetectorModule): Promise<Detector> {
  const exported: unknown = await import(module.url);
  const createDetector = asCreateDetector(exported);
  if (createDetector === undefined) throw new Error(`${module.url} does not export a function "createDetector"`);
  const detector = asDetector(await createDetector(module.options));
  if (detector === undefined) throw new Error(`createDetector of ${module.url} gave nothing with a function "detect"`);
  return detector;
}

async function answer(port: ServingPort, detector: Detector, message: ToWorker): Promise<void> {
  if (message.kind === 'detect') return detect(port, detector, message);
  await detector.close?.();
  port.close();
}

async function detect(port: ServingPort, detector: Detector, { frame, tasks, stream }: DetectRequest): Promise<void> {
  const startMs = performance.now();
  try {
    const detections = await detector.detect(frame, tasks, stream);
    port.post({ kind: 'detected', frame, detections, detectMs: performance.now() - startMs });
  } catch (thrown) {
    port.post({ kind: 'threw', message: messageOf(thrown) });
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Boundary: a module that somebody wrote. That it is a function can be checked, the rest is its author's word. */
function asCreateDetector(exported: unknown): CreateDetector | undefined {
  const { createDetector } = exported as { readonly createDetector?: unknown };
  return typeof createDetector === 'function' ? (createDetector as CreateDetector) : undefined;
}

/** Boundary: likewise what that function gave. */
function asDetector(made: unknown): Detector | undefined {
  const isOne = typeof made === 'object' && made !== null && 'detect' in made && typeof made.detect === 'function';
  return isOne ? (made as Detector) : undefined;
}
