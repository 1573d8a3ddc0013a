/**
 * ONNX graphs of face-api's nets as files, so that they are made once and not by each worker of each start.
 *
 * A file's name has the fingerprint of all that it was made from; another version of the weights, or of this code, has
 * another name. It appears under its name only when it is whole, so any number of processes may make it at the same time.
 */
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { FaceNet } from '../nets/face-net.js';
import { FaceWeights, readWeightFiles } from '../nets/face-weights.js';
import { encodeOnnx } from './onnx-file.js';
import { type GraphForm, onnxGraph } from './onnx-graph.js';

/** To be raised with every change of what is written for the same weights. */
const FORMAT = 3;

/** The usual place for what can be made again. */
export function defaultCacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  // By the XDG specification an empty variable counts as one that is not set, and so does a relative path.
  const named = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'webm-reassembler', 'nets');
}

/**
 * The graph of a net: the path of its file, made where it is not there yet. Where no file can be written, for example in
 * a container without a writable disk, the graph's octets.
 */
export async function graphOf(net: FaceNet, form: GraphForm, directory: string): Promise<string | Uint8Array> {
  const files = readWeightFiles(net.model);
  const fingerprint = createHash('sha256')
    .update(`${FORMAT} ${net.name} ${form} `)
    .update(files.manifest)
    .update(files.octets);
  const path = join(directory, `${net.name}-${form}-${fingerprint.digest('hex').slice(0, 32)}.onnx`);
  if (await exists(path)) return path;
  const octets = encodeOnnx(onnxGraph(net.name, net.plan(new FaceWeights(files)), form));
  return (await writeWhole(path, octets, directory)) ? path : octets;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether the file could be written. */
async function writeWhole(path: string, octets: Uint8Array, directory: string): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    // Native code reads these files: nobody else may write them.
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(unfinished, octets);
    await rename(unfinished, path);
    return true;
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
    return false;
  }
}
