export type {
  Decoder,
  DecoderEvents,
  DecoderExit,
  DecoderFailure,
  DecoderInput,
  DecoderOptions,
  FrameRate,
  StartDecoder,
  WriteOutcome,
} from './decoder.js';
export { findFfmpeg } from './ffmpeg-binary.js';
export type { FfmpegBinary, FfmpegSearch } from './ffmpeg-binary.js';
export { startFfmpegDecoder } from './ffmpeg-decoder.js';
export type { FfmpegDecoderOptions } from './ffmpeg-decoder.js';
export { findDecoder } from './find-decoder.js';
export type { DecoderChoice, FoundDecoder } from './find-decoder.js';
export type { DecodeStill, StillTask } from './still-decoder.js';
export { requireWebcodecs } from './webcodecs/webcodecs-package.js';
export { startWebcodecsDecoder } from './webcodecs/webcodecs-decoder.js';
