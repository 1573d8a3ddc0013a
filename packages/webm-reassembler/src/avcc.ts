import { convertBlock } from './blocks/converted-block.js';
import type { H264Form } from './blocks/h264-form.js';
import { annexBToAvcc, describeForAvcc } from './codecs/avcc.js';

export type { H264Form } from './blocks/h264-form.js';

/**
 * H.264 as `V_MPEG4/ISO/AVC` means it: length-prefixed NAL units, and an avcC CodecPrivate from the stream's own
 * parameter sets.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler';
 * import { avcc } from 'webm-reassembler/avcc';
 *
 * const reassembler = new Reassembler({ h264: avcc });
 * ```
 */
export const avcc: H264Form = {
  describe: describeForAvcc,
  convert: (block) => convertBlock(block, annexBToAvcc),
};
