import { ServerError } from '../errors.js';
import type { Frame, PictureSize } from '../frames/frame.js';
import type { StillType } from '../frames/still-header.js';
import type { FfmpegArguments } from './ffmpeg-arguments.js';
import type { FfmpegBinary } from './ffmpeg-binary.js';
import { type FfmpegCommand, type ProcessOutcome, startFfmpegProcess } from './ffmpeg-process.js';
import { LineTail } from './line-tail.js';

/** A still image to be decoded. */
export interface StillTask {
  /** Not copied: they must not change. */
  readonly octets: Uint8Array;
  readonly type: StillType;
  /** As the header of the image says it. */
  readonly source: PictureSize;
  /** Size to scale it to; equals `source` where nothing is scaled. */
  readonly outputSize: PictureSize;
  readonly maxPixels: number;
  /** What the frame is to have as its timestamp. */
  readonly timestampMs: number;
  /** The clock for {@link Frame.decodedAtMs}. */
  readonly now: () => number;
}

/**
 * Decodes a still image.
 *
 * @throws ServerError `image-invalid`; `analysis-failed` or `ffmpeg-missing` where the fault is not with the image
 */
export type DecodeStill = (task: StillTask) => Promise<Frame>;

const RGB24_OCTETS_PER_PIXEL = 3;
/** One picture takes a fraction of a second; what takes so long is made to. */
const DEADLINE_MS = 10_000;

/** Decodes a still image in an ffmpeg of its own, which can reach nothing but the image. */
export async function decodeStillByFfmpeg(binary: FfmpegBinary, task: StillTask): Promise<Frame> {
  const { width, height } = task.outputSize;
  const pixels = new Uint8Array(width * height * RGB24_OCTETS_PER_PIXEL);
  const stderr = new LineTail();
  let filled = 0;
  const outcome = await new Promise<ProcessOutcome>((resolve) => {
    const process = startFfmpegProcess(commandFor(binary, task), {
      onOutput: (octets) => {
        const fitting = octets.subarray(0, pixels.length - filled);
        pixels.set(fitting, filled);
        filled += fitting.length;
      },
      onInputTaken: () => undefined,
      onLine: (line) => stderr.add(line),
      onEnd: (ended) => {
        clearTimeout(timer);
        resolve(ended);
      },
    });
    const timer = setTimeout(() => process.kill(), DEADLINE_MS);
    process.write(task.octets);
    process.endInput();
  });
  if (outcome.kind === 'not-started')
    throw new ServerError('analysis-failed', `ffmpeg could not be started: ${outcome.message}`);
  if (outcome.kind === 'failed' || filled < pixels.length)
    throw new ServerError('image-invalid', stderr.lines.at(-1) ?? failureOf(outcome));
  const { timestampMs, source, now } = task;
  return { timestampMs, width, height, pixels, source, decodedAtMs: now() };
}

function failureOf(outcome: ProcessOutcome): string {
  return outcome.kind === 'failed' ? outcome.message : 'there is no whole picture in it';
}

function commandFor({ path, major }: FfmpegBinary, task: StillTask): FfmpegCommand {
  return { path, ffmpegMajor: major, maxPixels: task.maxPixels, args: stillArguments(task) };
}

/** As for video: no file, no network, no other format or codec, no picture larger than allowed, one thread. */
function stillArguments({ type, outputSize, maxPixels }: StillTask): FfmpegArguments {
  const input = [
    '-hide_banner -nostdin -nostats -loglevel error -xerror -protocol_whitelist pipe',
    `-f ${type === 'image/png' ? 'png_pipe' : 'jpeg_pipe'} -format_whitelist jpeg_pipe,png_pipe`,
    `-codec_whitelist mjpeg,png -max_pixels ${maxPixels} -threads 1 -noautorotate`,
  ];
  const output = [
    '-map 0:v:0 -frames:v 1 -an -sn -dn -map_metadata -1 -filter_threads 1',
    `-vf scale=${outputSize.width}:${outputSize.height}:flags=bicubic`,
    '-c:v rawvideo -pix_fmt rgb24 -threads 1 -f rawvideo',
  ];
  return { input: input.join(' ').split(' '), output: output.join(' ').split(' ') };
}
