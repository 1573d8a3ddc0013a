import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The two files of one net in the `model` folder of the face-api package. */
export interface WeightFiles {
  /** List of the tensors: name, shape, and how their numbers are packed. */
  readonly manifest: Uint8Array;
  readonly octets: Uint8Array;
}

/** Reads the weights of a net from the installed `@vladmandic/face-api`, for example of `tiny_face_detector`. */
export function readWeightFiles(model: string): WeightFiles {
  const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  return {
    manifest: readFileSync(join(folder, `${model}_model-weights_manifest.json`)),
    octets: readFileSync(join(folder, `${model}_model.bin`)),
  };
}

/** The weights of one net, by name. */
export class FaceWeights {
  readonly #tensors = new Map<string, Float32Array>();

  constructor({ manifest, octets }: WeightFiles) {
    let offset = 0;
    for (const entry of asManifest(JSON.parse(Buffer.from(manifest).toString())).flatMap(({ weights }) => weights)) {
      const count = entry.shape.reduce((product, length) => product * length, 1);
      const packed = octets.subarray(offset, offset + count * (entry.quantization === undefined ? 4 : 1));
      this.#tensors.set(entry.name, unpack(packed, entry));
      offset += packed.length;
    }
    if (offset !== octets.length) throw new Error(`the weights have ${octets.length} octets, their list ${offset}`);
  }

  /** The numbers of a tensor, last dimension first to vary. */
  get(name: string): Float32Array {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw new Error(`the weights have no tensor "${name}"`);
    return tensor;
  }
}

interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
}

/** As TensorFlow.js does: an octet is `octet * scale + min`. */
function unpack(packed: Uint8Array, { name, quantization }: ManifestEntry): Float32Array {
  if (quantization === undefined) return new Float32Array(Uint8Array.from(packed).buffer);
  const { dtype, scale, min } = quantization;
  if (dtype !== 'uint8') throw new Error(`the weights "${name}" are packed as ${dtype}, which is not known`);
  return Float32Array.from(packed, (octet) => octet * scale + min);
}

/** Boundary: a file of the package. Names, shapes and lengths are checked where they are used. */
function asManifest(parsed: unknown): readonly { readonly weights: readonly ManifestEntry[] }[] {
  return parsed as readonly { readonly weights: readonly ManifestEntry[] }[];
}
