import { DEFAULT_DETECTION_TASKS, INPUT_SIZES } from '../detect/detector.js';
import { FACE_ENGINES } from '../detect/face-detector.js';
import {
  choiceKey,
  integerChoiceKey,
  integerKey,
  type Key,
  listKey,
  numberKey,
  optionalTextKey,
  textKey,
} from './key.js';

const HOUR_MS = 3_600_000;
const MEBIOCTET = 1024 * 1024;

/**
 * Every configuration key of the server, in the order that `--help` and `docs/configuration.md` print them.
 * A new key is added here and nowhere else.
 */
export const CONFIGURATION_KEYS = {
  host: textKey({
    flag: 'host',
    defaultValue: '127.0.0.1',
    allowed: 'host name or IP address',
    description: 'Address to listen on. The default is reachable from this machine only.',
  }),
  port: integerKey({
    flag: 'port',
    defaultValue: 8080,
    min: 0,
    max: 65_535,
    description: 'TCP port to listen on; 0 takes any free one and prints it.',
  }),
  dataDirectory: textKey({
    flag: 'data-directory',
    defaultValue: './data',
    allowed: 'path of a directory',
    description: 'Where recordings, chunks and detections are kept. Made when it is not there.',
  }),
  logLevel: choiceKey({
    flag: 'log-level',
    defaultValue: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    description: 'Least serious log line to write. Logs go to standard error.',
  }),
  allowedOrigins: listKey({
    flag: 'allowed-origins',
    defaultValue: [],
    allowed: 'origins like https://example.org, separated by commas',
    accepts: isOrigin,
    description: 'Pages from elsewhere that may publish. Pages of this server and of loopback addresses always may.',
  }),
  maxMessageOctets: integerKey({
    flag: 'max-message-octets',
    defaultValue: 4 * MEBIOCTET,
    min: 1024,
    max: 1024 * MEBIOCTET,
    description:
      'Largest WebSocket message. A 250 ms chunk has some 0.1 MiB; after a sleep of the tab it may have tens.',
  }),
  maxUnrecordedOctets: integerKey({
    flag: 'max-unrecorded-octets',
    defaultValue: 16 * MEBIOCTET,
    min: 1024,
    max: 1024 * MEBIOCTET,
    description:
      'Received but not yet written, per stream. Above it the socket is not read until the disk has caught up.',
  }),
  maxStreams: integerKey({
    flag: 'max-streams',
    defaultValue: 32,
    min: 1,
    max: 100_000,
    description: 'Streams that may be live at once.',
  }),
  maxPixels: integerKey({
    flag: 'max-pixels',
    defaultValue: 1920 * 1080 * 2,
    min: 1,
    max: 1_000_000_000,
    description: 'Largest picture to decode, width times height. A larger one is recorded but not analysed.',
  }),
  idleTimeoutMs: integerKey({
    flag: 'idle-timeout-ms',
    defaultValue: 120_000,
    min: 100,
    max: 24 * HOUR_MS,
    description: 'A connection that sends nothing for so long is closed. A paused recorder sends nothing.',
  }),
  resumeGraceMs: integerKey({
    flag: 'resume-grace-ms',
    defaultValue: 30_000,
    min: 0,
    max: 24 * HOUR_MS,
    description: 'How long a stream waits for its publisher after the socket has closed without "stop"; then it ends.',
  }),
  drainTimeoutMs: integerKey({
    flag: 'drain-timeout-ms',
    defaultValue: 10_000,
    min: 0,
    max: HOUR_MS,
    description: 'How long SIGTERM and SIGINT wait for recordings to be finished.',
  }),
  maxAnalysedFps: numberKey({
    flag: 'max-analysed-fps',
    defaultValue: 10,
    min: 0.1,
    max: 120,
    description: 'Frames per second of one stream that are decoded for detection, at most.',
  }),
  maxAnalysedSide: integerKey({
    flag: 'max-analysed-side',
    defaultValue: 960,
    min: 64,
    max: 8192,
    description:
      'Longer side of the frames that go to the detector and into snapshots; larger pictures are scaled down to it.',
  }),
  detectorWorkers: integerKey({
    flag: 'detector-workers',
    defaultValue: 1,
    min: 1,
    max: 64,
    description: 'Worker threads that detect faces, shared by all streams. One per core that may be used.',
  }),
  detectorEngine: choiceKey({
    flag: 'detector-engine',
    defaultValue: 'onnx',
    choices: FACE_ENGINES,
    description:
      'What computes the nets of face-api. `tfjs` takes the place of `onnx` by itself where onnxruntime-node cannot be loaded; `face-api` is the package as it comes, the slowest.',
  }),
  netCacheDirectory: optionalTextKey({
    flag: 'net-cache-directory',
    defaultValue: undefined,
    allowed: 'path of a directory',
    description:
      'Where the nets are kept in the form that `onnx` reads; it can be made again. Without it: `webm-reassembler/nets` in the cache directory of the user.',
  }),
  detectorInputSize: integerChoiceKey({
    flag: 'detector-input-size',
    defaultValue: DEFAULT_DETECTION_TASKS.inputSize,
    choices: INPUT_SIZES,
    description:
      'Side of the square that the detector looks at, in pixels. Larger finds smaller faces and takes longer.',
  }),
  scoreThreshold: numberKey({
    flag: 'score-threshold',
    defaultValue: DEFAULT_DETECTION_TASKS.scoreThreshold,
    min: 0.01,
    max: 0.99,
    description: 'Least score of a detection. Lower finds more faces and more that are none.',
  }),
  ffmpegPath: optionalTextKey({
    flag: 'ffmpeg-path',
    variable: 'FFMPEG_PATH',
    defaultValue: undefined,
    allowed: 'path of an ffmpeg binary',
    description:
      'The ffmpeg to use. Without it: a system ffmpeg of version 5 or newer, else the one of @ffmpeg-installer.',
  }),
} as const;

type Keys = typeof CONFIGURATION_KEYS;
type ValueOf<AnyKey> = AnyKey extends Key<infer Value> ? Value : never;

/** The configuration of a server, complete and checked. */
export type Configuration = { readonly [Name in keyof Keys]: ValueOf<Keys[Name]> };

/** A scheme and a host, nothing behind: what a browser puts into the Origin header. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
