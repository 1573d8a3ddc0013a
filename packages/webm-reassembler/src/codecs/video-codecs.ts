import { av1 } from './av1.js';
import { h264 } from './h264.js';
import type { VideoCodec } from './video-codec.js';
import { vp8 } from './vp8.js';
import { vp9 } from './vp9.js';

/** The video codecs that browsers record, as they record them. */
export const VIDEO_CODECS: readonly VideoCodec[] = [vp8, vp9, av1, h264];
