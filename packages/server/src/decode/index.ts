export type {
  Decoder,
  DecoderEvents,
  DecoderExit,
  DecoderFailure,
  DecoderOptions,
  StartDecoder,
  WriteOutcome,
} from './decoder.js';
export { findFfmpeg } from './ffmpeg-binary.js';
export type { FfmpegBinary, FfmpegSearch } from './ffmpeg-binary.js';
export { startFfmpegDecoder } from './ffmpeg-decoder.js';
