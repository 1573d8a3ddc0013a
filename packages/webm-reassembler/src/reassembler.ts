import { av1, avcc, h264 } from './codecs.js';
import { CoreReassembler } from './core-reassembler.js';
import { gapMessage } from './gap-messages.js';
import { loss } from './loss.js';
import { lostHeader, type LostHeaderOptions } from './lost-header.js';
import { checkOption, type CoreOptions } from './options.js';

/** Options of a {@link Reassembler}: those of the core, whose parts are all plugged in. */
export interface ReassemblerOptions
  extends Omit<CoreOptions, 'codecs' | 'gapMessage' | 'loss' | 'lostHeader'>, LostHeaderOptions {
  /**
   * The form of H.264 in the media segments. Chromium writes Annex B without a CodecPrivate, which ffmpeg reads and no
   * specification allows. `avcc` makes it conformant Matroska: length-prefixed NAL units, and an avcC CodecPrivate from
   * the stream's own parameter sets.
   *
   * @defaultValue 'annexb' (as it came)
   */
  readonly h264?: 'annexb' | 'avcc';
}

/**
 * Turns MediaRecorder chunks, cut anywhere, into an init segment and re-framed media segments that play: the
 * {@link CoreReassembler} with every part that finds or mends something. Losses are found where chunks are not numbered,
 * lost headers are rebuilt, and the frames of every codec that browsers record are looked into.
 *
 * @example
 * ```ts
 * const reassembler = new Reassembler({ mimeType: recorder.mimeType });
 * socket.on('message', (chunk) => {
 *   for (const output of reassembler.feed(chunk)) {
 *     if (output.kind === 'gap') console.warn(output.message);
 *     else file.write(output.octets);
 *   }
 * });
 * ```
 */
export class Reassembler extends CoreReassembler {
  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options: ReassemblerOptions = {}) {
    const { h264: form = 'annexb' } = options;
    checkOption('h264', form, form === 'annexb' || form === 'avcc', "'annexb' or 'avcc'");
    const codecs = [av1, form === 'avcc' ? avcc : h264];
    super({ ...options, codecs, gapMessage, loss, lostHeader: lostHeader(options) });
  }
}
