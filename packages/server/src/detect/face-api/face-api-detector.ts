import type { Detection, Point } from '@webm-reassembler/protocol';
import type { Frame } from '../../frames/frame.js';
import { blackFrame } from '../black-frame.js';
import type { CreateDetector, DetectionTasks, Detector } from '../detector.js';
import { readTasks } from '../read-tasks.js';
import {
  loadFaceApi,
  type DescribedFace,
  type FaceApi,
  type LoadedFaceApi,
  type Net,
  type Tensor,
} from './face-api-package.js';

const CHANNELS = 3;

/** Runs face-api as its package has it: the pool calls this in each worker. */
export const createDetector: CreateDetector = async (moduleOptions) => {
  const firstTasks = readTasks(moduleOptions);
  const detector = packageDetector(await loadFaceApi());
  // The first run compiles, which takes several times as long: better now than with a stream waiting.
  await detector.detect(blackFrame({ width: 640, height: 480 }), firstTasks, 0);
  return detector;
};

function packageDetector({ faceApi, modelDirectory }: LoadedFaceApi): Detector {
  const loaded = new Set<Net>();
  const load = async (nets: readonly Net[]): Promise<void> => {
    for (const net of nets) {
      if (loaded.has(net)) continue;
      await net.loadFromDisk(modelDirectory);
      loaded.add(net);
    }
  };
  return {
    engine: 'face-api on tfjs-wasm',
    detect: async (frame, tasks) => {
      await load(netsFor(faceApi, tasks));
      const input = faceApi.tf.tensor3d(frame.pixels, [frame.height, frame.width, CHANNELS], 'int32');
      try {
        const faces = await describeFaces(faceApi, input, tasks);
        return faces.map((face) => asDetection(face, frame, tasks));
      } finally {
        input.dispose();
      }
    },
    close: async () => {
      for (const net of loaded) net.dispose();
    },
  };
}

function netsFor({ nets }: FaceApi, tasks: DetectionTasks): readonly Net[] {
  const landmarkNet = tasks.landmarks === '68-tiny' ? nets.faceLandmark68TinyNet : nets.faceLandmark68Net;
  return [
    tasks.model === 'tiny' ? nets.tinyFaceDetector : nets.ssdMobilenetv1,
    ...(tasks.landmarks !== 'none' || tasks.descriptors ? [landmarkNet] : []),
    ...(tasks.expressions ? [nets.faceExpressionNet] : []),
    ...(tasks.ageAndGender ? [nets.ageGenderNet] : []),
    ...(tasks.descriptors ? [nets.faceRecognitionNet] : []),
  ];
}

/** The chain of calls that face-api's documentation shows. */
async function describeFaces(
  faceApi: FaceApi,
  input: Tensor,
  tasks: DetectionTasks,
): Promise<readonly DescribedFace[]> {
  const { inputSize, scoreThreshold } = tasks;
  const options =
    tasks.model === 'tiny'
      ? new faceApi.TinyFaceDetectorOptions({ inputSize, scoreThreshold })
      : new faceApi.SsdMobilenetv1Options({ minConfidence: scoreThreshold });
  const { landmarks, expressions, ageAndGender, descriptors } = tasks;
  let task = faceApi.detectAllFaces(input, options);
  if (landmarks !== 'none' || descriptors) task = task.withFaceLandmarks(landmarks === '68-tiny');
  if (expressions) task = task.withFaceExpressions();
  if (ageAndGender) task = task.withAgeAndGender();
  if (descriptors) task = task.withFaceDescriptors();
  return (await task).map((face) => ('detection' in face ? face : { detection: face }));
}

function asDetection(face: DescribedFace, frame: Frame, tasks: DetectionTasks): Detection {
  const { x, y, width, height } = face.detection.relativeBox;
  const { landmarks, expressions, age, gender, genderProbability, descriptor } = face;
  const isMarked = tasks.landmarks !== 'none' && landmarks !== undefined;
  return {
    score: face.detection.score,
    box: { x, y, width, height },
    ...(isMarked ? { landmarks: landmarks.positions.map((point) => inShares(point, frame)) } : {}),
    ...(expressions === undefined ? {} : { expressions: { ...expressions } }),
    ...(age === undefined ? {} : { age }),
    ...(gender === undefined ? {} : { gender }),
    ...(genderProbability === undefined ? {} : { genderProbability }),
    ...(descriptor === undefined ? {} : { descriptor: [...descriptor] }),
  };
}

function inShares({ x, y }: Point, { width, height }: Frame): Point {
  return { x: x / width, y: y / height };
}
