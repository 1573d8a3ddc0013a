import { writeFileSync } from 'node:fs';
import { outputOf, runTool } from './tool.js';

/** A packet's time as ffprobe reads it. */
export interface PacketTime {
  readonly type: string;
  readonly startMs: number;
  /** Start plus duration, where ffprobe knows one. */
  readonly endMs: number;
  readonly isKeyframe: boolean;
}

/** A file for ffprobe and ffmpeg to read. */
export class ProbedRecording {
  readonly path: string;

  constructor(path: string, octets: Uint8Array) {
    this.path = path;
    writeFileSync(path, octets);
  }

  /** What ffprobe has to say beyond what it was asked. */
  warnings(): string {
    return runTool('ffprobe', ['-v', 'warning', '-show_packets', this.path]).stderr;
  }

  /** Duration as the file says it, in ms. */
  durationMs(): number {
    const seconds = outputOf('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format=duration',
      '-of',
      'csv=p=0',
      this.path,
    ]);
    return Number(seconds) * 1000;
  }

  packets(): readonly PacketTime[] {
    const entries = 'packet=codec_type,pts_time,duration_time,flags';
    return this.#packets(['-show_entries', entries]);
  }

  /** The first video packet that a player gets that seeks to this time. */
  firstPacketFrom(ms: number, stream: 'v' | 'a'): PacketTime | undefined {
    const interval = `${(ms / 1000).toFixed(6)}%+#1`;
    const entries = 'packet=codec_type,pts_time,duration_time,flags';
    return this.#packets(['-select_streams', stream, '-read_intervals', interval, '-show_entries', entries])[0];
  }

  /** The MD5 of the first picture that is decoded when playing begins at this time. */
  firstPictureFrom(ms: number): string {
    const from = ['-v', 'error', '-nostdin', '-ss', (ms / 1000).toFixed(6), '-i', this.path];
    const frame = ['-map', '0:v:0', '-frames:v', '1', '-autoscale', '0', '-f', 'framemd5', '-'];
    return (
      outputOf('ffmpeg', [...from, ...frame])
        .trim()
        .split(/[\s,]+/)
        .at(-1) ?? ''
    );
  }

  #packets(args: readonly string[]): readonly PacketTime[] {
    const json = outputOf('ffprobe', ['-v', 'error', ...args, '-of', 'json', this.path]);
    return packetsIn(json).map(({ codec_type, pts_time, duration_time, flags }) => ({
      type: codec_type,
      startMs: Number(pts_time) * 1000,
      endMs: (Number(pts_time) + Number(duration_time ?? 0)) * 1000,
      isKeyframe: flags.startsWith('K'),
    }));
  }
}

interface PacketJson {
  readonly codec_type: string;
  readonly pts_time: string;
  readonly duration_time?: string;
  readonly flags: string;
}

/** Where ffprobe's JSON becomes typed. */
function packetsIn(json: string): readonly PacketJson[] {
  return (JSON.parse(json) as { readonly packets: readonly PacketJson[] }).packets;
}
