import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detection } from '@webm-reassembler/protocol';
import { photographs } from './face-pictures.js';
import { runDetectorScript } from './reference-faces.js';

const MINUTES = 60_000;
const hideOnnxRuntime = fileURLToPath(new URL('./detectors/hide-onnx-runtime.mjs', import.meta.url));
const serverMain = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

let directory = '';
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'engines-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test(
  'where ONNX Runtime cannot be loaded, TensorFlow.js finds the faces, and says so',
  () => {
    const [photograph] = photographs({ width: 640, height: 480 }, undefined);
    const file = join(directory, 'photograph.rgb');
    writeFileSync(file, photograph?.pixels ?? '');
    const nodeOptions = ['--import', hideOnnxRuntime];
    const said = asAnswer(runDetectorScript('pool-without-onnx.mjs', [file, '640', '480'], nodeOptions));
    expect(said.engine).toBe('face-api’s nets on tfjs-wasm');
    expect(said.warning).toContain('there is no binary of onnxruntime-node for this system');
    expect(said.detections.length).toBeGreaterThanOrEqual(2);
  },
  2 * MINUTES,
);

test(
  'a server that cannot load ONNX Runtime starts, and logs a warning with the reason and what to do',
  async () => {
    const log = await startAndStop(['--import', hideOnnxRuntime]);
    expect(log).toContain('onnxruntime-node could not be loaded');
    expect(log).toContain('--detector-engine tfjs');
    expect(log).toContain('on tfjs-wasm');
  },
  3 * MINUTES,
);

test(
  'a server computes with ONNX Runtime unless told otherwise, without a warning, and keeps the nets in the directory it is given',
  async () => {
    const log = await startAndStop([], ['--net-cache-directory', join(directory, 'nets')]);
    expect(log).toContain('on onnxruntime-node');
    expect(log).not.toContain('could not be loaded');
    expect(readdirSync(join(directory, 'nets'))).toEqual([
      expect.stringMatching(/^tiny-\d+-picture-\d+-[0-9a-f]{32}\.onnx$/),
    ]);
  },
  3 * MINUTES,
);

test(
  'a pool that is closed while its workers compute answers what it has, and the process lives',
  () => {
    expect(runDetectorScript('close-under-load.mjs', ['5'])).toEqual({ answered: 20 });
  },
  3 * MINUTES,
);

/** Starts a server, waits until it runs, stops it, and returns all that it wrote. */
async function startAndStop(nodeOptions: readonly string[], flags: readonly string[] = []): Promise<string> {
  const usual = ['--port', '0', '--data-directory', join(directory, 'data')];
  const server = spawn(process.execPath, [...nodeOptions, serverMain, ...usual, ...flags]);
  let written = '';
  let isStopping = false;
  const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
  const take = (text: Buffer): void => {
    written += text.toString();
    if (isStopping || !written.includes('is running at')) return;
    isStopping = true;
    server.kill('SIGTERM');
  };
  server.stdout.on('data', take);
  server.stderr.on('data', take);
  expect(await ended).toBe(0);
  return written;
}

interface Answer {
  readonly engine: string;
  readonly warning: string;
  readonly detections: readonly Detection[];
}

/** Boundary: what `pool-without-onnx.mjs` prints. */
function asAnswer(printed: unknown): Answer {
  return printed as Answer;
}
