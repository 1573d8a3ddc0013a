/** An ffmpeg that was found and that runs. */
export interface FfmpegBinary {
  /** Path of the executable. */
  readonly path: string;
  /** As the binary states it, for example `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** Where it was found: configured (`FFMPEG_PATH`), on the `PATH`, or the one of 2018 in `@ffmpeg-installer/ffmpeg`. */
  readonly source: 'configured' | 'system' | 'installer';
  /** What a person should know about this choice, and what to do about it. */
  readonly warning?: string;
}
