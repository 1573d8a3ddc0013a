import { findFfmpeg, requireWebcodecs, startFfmpegDecoder, startWebcodecsDecoder } from '../../dist/decode/index.js';

/** @import { DecoderEvents, DecoderOptions, Decoder } from '../../dist/decode/index.js' */

export const DECODERS = ['system ffmpeg', 'ffmpeg of npm', 'webcodecs'];

/**
 * @param {string} name
 * @returns {Promise<{
 *   readonly title: string;
 *   readonly start: (options: DecoderOptions, events: DecoderEvents) => Decoder;
 * }>}
 */
export async function decoderNamed(name) {
  if (name === 'webcodecs') {
    // The server too has it loaded before the first stream comes.
    await requireWebcodecs();
    return { title: 'WebCodecs', start: startWebcodecsDecoder };
  }
  const binary = await findFfmpeg(name === 'ffmpeg of npm' ? { searchPath: '' } : { installerPath: () => undefined });
  const title = `ffmpeg ${binary.version.replace(/[-+].*/, '').replace('N', '4.1 (2018)')}`;
  return { title, start: (options, events) => startFfmpegDecoder({ ...options, binary }, events) };
}
