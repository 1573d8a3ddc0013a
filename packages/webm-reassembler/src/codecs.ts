import { convertBlock } from './blocks/converted-block.js';
import { annexBToAvcc, describeForAvcc } from './codecs/avcc.js';
import type { TrackCodec } from './blocks/track-codec.js';

export { av1 } from './codecs/av1.js';
export { h264 } from './codecs/h264.js';
export type { TrackCodec } from './blocks/track-codec.js';
export type { VideoCodec } from './codecs/video-codec.js';

/**
 * H.264 in Annex B, written as `V_MPEG4/ISO/AVC` means it: length-prefixed NAL units, and an avcC CodecPrivate from the stream's
 * own parameter sets.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler/core';
 * import { avcc } from 'webm-reassembler/codecs';
 *
 * const reassembler = new Reassembler({ codecs: [avcc] });
 * ```
 */
export const avcc: TrackCodec = {
  codecId: 'V_MPEG4/ISO/AVC',
  needsKeyframeForHeader: true,
  lacksCodecPrivate: true,
  describe: describeForAvcc,
  convert: (block) => convertBlock(block, annexBToAvcc),
};
