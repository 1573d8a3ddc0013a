/** What runs inside a worker thread: loads the detector that the pool names, then looks at one frame after another. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { CreateDetector, Detector, DetectorModule } from '../detector.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

type DetectRequest = Extract<ToWorker, { readonly kind: 'detect' }>;

async function serve(port: MessagePort, module: DetectorModule): Promise<void> {
  const detector = await loadDetector(module);
  port.on('message', (message) => void answer(port, detector, asToWorker(message)));
  const { engine, warning } = detector;
  post(port, { kind: 'ready', engine, ...(warning === undefined ? {} : { warning }) });
}

async function loadDetector(module: DetectorModule): Promise<Detector> {
  const exported: unknown = await import(module.url);
  const createDetector = asCreateDetector(exported);
  if (createDetector === undefined) throw new Error(`${module.url} does not export a function "createDetector"`);
  return createDetector(module.options);
}

async function answer(port: MessagePort, detector: Detector, message: ToWorker): Promise<void> {
  if (message.kind === 'detect') return detect(port, detector, message);
  await detector.close();
  port.close();
}

async function detect(port: MessagePort, detector: Detector, { frame, tasks }: DetectRequest): Promise<void> {
  const startMs = performance.now();
  try {
    const detections = await detector.detect(frame, tasks);
    const detectMs = performance.now() - startMs;
    port.postMessage({ kind: 'detected', frame, detections, detectMs } satisfies FromWorker, [frame.pixels.buffer]);
  } catch (thrown) {
    post(port, { kind: 'threw', message: messageOf(thrown) });
  }
}

function post(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Boundary: the pool types what it posts. */
function asToWorker(message: unknown): ToWorker {
  return message as ToWorker;
}

/** Boundary: the pool types what it gives a worker to start with. */
function asDetectorModule(given: unknown): DetectorModule {
  return given as DetectorModule;
}

/** Boundary: a module that somebody wrote. That it is a function can be checked, the rest is its author's word. */
function asCreateDetector(exported: unknown): CreateDetector | undefined {
  const { createDetector } = exported as { readonly createDetector?: unknown };
  return typeof createDetector === 'function' ? (createDetector as CreateDetector) : undefined;
}

if (parentPort !== null) {
  const port = parentPort;
  serve(port, asDetectorModule(workerData)).catch((thrown: unknown) => {
    post(port, { kind: 'load-failed', message: messageOf(thrown) });
    port.close();
  });
}
