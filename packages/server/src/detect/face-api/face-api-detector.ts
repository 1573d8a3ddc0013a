import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../../frames/frame.js';
import type { CreateDetector, Detector } from '../detector.js';
import { loadFaceApi, type FaceApi, type FaceDetection, type Tensor } from './face-api-package.js';
import { readFaceApiOptions, type FaceApiOptions } from './face-api-options.js';

const CHANNELS = 3;

/** Loads face-api's TinyFaceDetector as its package has it: the pool calls this in each worker. */
export const createDetector: CreateDetector = async (moduleOptions) => {
  const options = readFaceApiOptions(moduleOptions);
  const { faceApi, modelDirectory } = await loadFaceApi();
  await faceApi.nets.tinyFaceDetector.loadFromDisk(modelDirectory);
  const detector = tinyFaceDetector(faceApi, options);
  // The first run compiles, which takes several times as long: better now than with a stream waiting.
  await detector.detect(blackFrame(options.inputSize));
  return detector;
};

function tinyFaceDetector(faceApi: FaceApi, options: FaceApiOptions): Detector {
  const net = faceApi.nets.tinyFaceDetector;
  const netOptions = new faceApi.TinyFaceDetectorOptions(options);
  return {
    engine: `face-api tiny ${options.inputSize} on tfjs-wasm`,
    detect: async (frame) => {
      const input = faceApi.tf.tensor3d(frame.pixels, [frame.height, frame.width, CHANNELS], 'int32');
      return located(input, net.locateFaces(input, netOptions));
    },
    close: async () => net.dispose(),
  };
}

async function located(input: Tensor, faces: Promise<readonly FaceDetection[]>): Promise<readonly Detection[]> {
  try {
    return (await faces).map(asDetection);
  } finally {
    input.dispose();
  }
}

function asDetection(face: FaceDetection): Detection {
  const { x, y, width, height } = face.relativeBox;
  return { score: face.score, box: { x, y, width, height } };
}

function blackFrame(side: number): Frame {
  const size = { width: side, height: side };
  return { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels: new Uint8Array(side * side * CHANNELS) };
}
