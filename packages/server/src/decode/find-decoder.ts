import { access, constants } from 'node:fs/promises';
import type { StartDecoder } from './decoder.js';
import { type FfmpegBinary, findFfmpeg } from './ffmpeg-binary.js';
import { startFfmpegDecoder } from './ffmpeg-decoder.js';
import { decodeStillByFfmpeg, type DecodeStill } from './still-decoder.js';
import { requireWebcodecs } from './webcodecs/webcodecs-package.js';
import { startWebcodecsDecoder } from './webcodecs/webcodecs-decoder.js';

/** Which decoder to use. */
export interface DecoderChoice {
  readonly decoder: 'ffmpeg' | 'webcodecs';
  /** The ffmpeg to use and no other. */
  readonly ffmpegPath: string | undefined;
}

/** A decoder that was found and that runs. */
export interface FoundDecoder {
  readonly start: StartDecoder;
  readonly decodeStill: DecodeStill;
  /** For people, in one line. */
  readonly description: string;
  /** What a person should know about it, and what to do about it. */
  readonly warning: string | undefined;
  /** Whether it could be started now: somebody may have taken it away since it was found. */
  isReady(): Promise<boolean>;
}

/**
 * Finds what decodes, and sees that it runs here. What was asked for and cannot be had is an error, not silently replaced.
 *
 * @throws ServerError as `findFfmpeg` does; `webcodecs-missing`
 */
export async function findDecoder({ decoder, ffmpegPath }: DecoderChoice): Promise<FoundDecoder> {
  if (decoder === 'webcodecs') {
    await requireWebcodecs();
    const description = 'WebCodecs by @napi-rs/webcodecs';
    const decodeStill = stillsByFfmpegWhereThereIsOne(ffmpegPath);
    return { start: startWebcodecsDecoder, decodeStill, description, warning: undefined, isReady: async () => true };
  }
  const binary = await ffmpegAt(ffmpegPath);
  return {
    start: (options, events) => startFfmpegDecoder({ ...options, binary }, events),
    decodeStill: async (task) => decodeStillByFfmpeg(binary, task),
    description: `ffmpeg ${binary.version} from ${binary.path}`,
    warning: binary.warning,
    isReady: () => isExecutable(binary.path),
  };
}

/** Who decodes video by WebCodecs needs no ffmpeg as long as no still image comes. */
function stillsByFfmpegWhereThereIsOne(ffmpegPath: string | undefined): DecodeStill {
  let binary: Promise<FfmpegBinary> | undefined;
  return async (task) => {
    binary ??= ffmpegAt(ffmpegPath);
    return decodeStillByFfmpeg(await binary, task);
  };
}

async function ffmpegAt(path: string | undefined): Promise<FfmpegBinary> {
  return findFfmpeg(path === undefined ? {} : { configuredPath: path });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
