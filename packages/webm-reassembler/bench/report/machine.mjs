import os from 'node:os';
import process from 'node:process';

/** Machine, system, Node and load: numbers without them say little. */
export function describeMachine() {
  const cpus = os.cpus();
  const memory = `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return (
    `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores, ${memory}, ${os.type()} ${os.release()}, ` +
    `Node ${process.version} (V8 ${process.versions.v8})`
  );
}

/** Processes that wanted a core on average over the last minute. */
export function describeLoad() {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}
