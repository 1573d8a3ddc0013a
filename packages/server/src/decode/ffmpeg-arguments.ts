import type { PictureSize } from '../frames/frame.js';
import { SELECT_WANTED } from './marked-blocks.js';

/** What the arguments depend on. */
export interface FfmpegTask {
  /** Major version of the ffmpeg that will take them. */
  readonly ffmpegMajor: number;
  readonly outputSize: PictureSize | undefined;
  readonly maxPixels: number;
}

/** Arguments before and after `-i pipe:0`. */
export interface FfmpegArguments {
  readonly input: readonly string[];
  readonly output: readonly string[];
}

/** Decoders that recorded browser video may reach, by the names of both old and new ffmpeg. */
const CODECS = 'vp8,vp9,libvpx,libvpx-vp9,h264,av1,libdav1d,libaom-av1,opus';

/**
 * The arguments that make ffmpeg a contained decoder of marked Blocks that holds nothing back. Measured on 4.1 and 5.1: a frame comes
 * out within the chunk that completes its Block.
 */
export function ffmpegArguments(task: FfmpegTask): FfmpegArguments {
  return { input: [...quiet, ...contained(task.maxPixels), ...immediate], output: [...picturesOnly(task), ...asNut] };
}

/** One argument for each word. */
function words(text: string): readonly string[] {
  return text.split(' ');
}

const quiet = words('-hide_banner -nostdin -nostats -loglevel error');

/** No file, no network, no other format or codec, no picture larger than allowed, whatever the octets ask for. */
function contained(maxPixels: number): readonly string[] {
  const format = '-f matroska -format_whitelist matroska,webm';
  return words(`-protocol_whitelist pipe ${format} -codec_whitelist ${CODECS} -max_pixels ${maxPixels}`);
}

/**
 * `nobuffer` would throw the probed packets away, and with them the first keyframe. Without `copyts` the first
 * timestamp would become 0. More than one decoding thread would hold a frame back for each.
 */
const immediate = words('-probesize 32 -analyzeduration 0 -fpsprobesize 0 -flags low_delay -threads 1 -copyts');

function picturesOnly(task: FfmpegTask): readonly string[] {
  const filters = [SELECT_WANTED, ...scaleFilter(task.outputSize)];
  return [
    // One thread for the filters too, or each process has as many as the machine has cores.
    ...words('-map 0:v:0 -an -sn -dn -map_metadata -1 -filter_threads 1'),
    '-vf',
    filters.join(','),
    // `-vsync` is deprecated since 5.1, which calls it `-fps_mode`.
    task.ffmpegMajor > 5 ? '-fps_mode' : '-vsync',
    'passthrough',
    // The rawvideo encoder is threaded since 5.1, and every further thread waits for one more frame.
    // Marks come back whole whatever a tick is, from a thousandth of a millisecond on.
    ...words('-enc_time_base 1:1000000 -c:v rawvideo -pix_fmt rgb24 -threads 1'),
  ];
}

/** `syncpoints none` is called experimental since 2014; it makes a frame 21 octets longer than its pixels. */
const asNut = words('-flush_packets 1 -f nut -syncpoints none -strict experimental');

function scaleFilter(size: PictureSize | undefined): readonly string[] {
  return size === undefined ? [] : [`scale=${size.width}:${size.height}:flags=bicubic`];
}
