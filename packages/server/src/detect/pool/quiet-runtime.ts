import process from 'node:process';

/**
 * ONNX Runtime (1.30, `core/platform/posix/telemetry.cc`) reports to its makers what it runs, and keeps a database for
 * that in the home directory, unless this variable is set before it is loaded. Nothing leaves a server that looks at
 * people's cameras. The main thread must say it: in a worker, `process.env` is a copy that native code does not see.
 */
export function keepRuntimeQuiet(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
