import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether the tools that judge recordings are here: system parts, not npm packages. */
const MISSING = ['ffmpeg', 'ffprobe'].filter((name) => !isOnPath(name));

/**
 * `describe` for tests that judge by ffmpeg and ffprobe. Without those they are reported as skipped, with the reason
 * in the title; where CI=true they run all the same, and fail.
 */
export function describeWithMediaTools(title: string, tests: () => void): void {
  if (MISSING.length === 0 || process.env['CI'] === 'true') describe(title, tests);
  else describe.skip(`${title} (skipped: ${MISSING.join(' and ')} not found)`, tests);
}

/** What ffmpeg has to say when it decodes a whole file as strictly as it can; nothing is what it should say. */
export async function decodeComplaints(path: string): Promise<string> {
  const strictly = ['-v', 'warning', '-xerror', '-err_detect', 'explode'];
  // In milliseconds: by default ffmpeg counts in frames of a rate that it guessed, and complains of those between.
  const output = ['-enc_time_base', '1:1000', '-f', 'null', '-'];
  return run('ffmpeg', [...strictly, '-i', path, ...output]).then(
    ({ stderr }) => stderr,
    (thrown: unknown) => String(thrown),
  );
}

/** What ffprobe finds in a file. */
export interface Probed {
  /** Codec names, video first. */
  readonly codecs: readonly string[];
  /** Video frames that decode. */
  readonly videoFrames: number;
  /** Timestamps of the video packets, in ms. */
  readonly videoTimestampsMs: readonly number[];
  readonly opensWithKeyframe: boolean;
}

export async function probe(path: string): Promise<Probed> {
  const entries = 'stream=codec_name,codec_type,nb_read_frames:packet=codec_type,pts_time,flags';
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-count_frames', '-show_packets', '-show_entries', entries, '-of', 'json', path],
    {
      maxBuffer: 1 << 26,
    },
  );
  const { streams, packets } = asProbeJson(stdout);
  const video = packets.filter((packet) => packet.codec_type === 'video');
  const isVideo = (stream: { readonly codec_type: string }): boolean => stream.codec_type === 'video';
  return {
    codecs: [...streams.filter(isVideo), ...streams.filter((stream) => !isVideo(stream))].map(
      (stream) => stream.codec_name,
    ),
    videoFrames: Number(streams.find(isVideo)?.nb_read_frames ?? 0),
    videoTimestampsMs: video.map((packet) => Math.round(Number(packet.pts_time) * 1000)),
    opensWithKeyframe: video[0]?.flags.startsWith('K') ?? false,
  };
}

/** Whether the first video packet of a file is a keyframe, by ffprobe: without reading the rest. */
export async function opensWithKeyframe(path: string): Promise<boolean> {
  const first = ['-select_streams', 'v:0', '-read_intervals', '%+#1', '-show_entries', 'packet=flags'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...first, '-of', 'csv=p=0', path]);
  return stdout.startsWith('K');
}

interface ProbeJson {
  readonly streams: readonly {
    readonly codec_name: string;
    readonly codec_type: string;
    readonly nb_read_frames?: string;
  }[];
  readonly packets: readonly { readonly codec_type: string; readonly pts_time: string; readonly flags: string }[];
}

/** Boundary: ffprobe prints what it was asked for. */
function asProbeJson(text: string): ProbeJson {
  return JSON.parse(text) as ProbeJson;
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
