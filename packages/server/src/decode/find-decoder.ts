import { access, constants } from 'node:fs/promises';
import type { StartDecoder } from './decoder.js';
import { findFfmpeg } from './ffmpeg-binary.js';
import { startFfmpegDecoder } from './ffmpeg-decoder.js';
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
    return { start: startWebcodecsDecoder, description, warning: undefined, isReady: async () => true };
  }
  const binary = await findFfmpeg(ffmpegPath === undefined ? {} : { configuredPath: ffmpegPath });
  return {
    start: (options, events) => startFfmpegDecoder({ ...options, binary }, events),
    description: `ffmpeg ${binary.version} from ${binary.path}`,
    warning: binary.warning,
    isReady: () => isExecutable(binary.path),
  };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
