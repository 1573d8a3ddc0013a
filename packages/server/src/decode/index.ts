export type { Decoder, DecoderEvents, DecoderExit, DecoderFailure, DecoderOptions, StartDecoder, WriteOutcome } from './decoder.js';
export type { FfmpegBinary } from './ffmpeg-binary.js';
