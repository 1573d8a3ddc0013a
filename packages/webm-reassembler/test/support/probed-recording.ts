import { readFileSync, writeFileSync } from 'node:fs';
import { outputOf, runTool } from './tool.js';

/** A packet's time as ffprobe reads it. */
export interface PacketTime {
  readonly type: string;
  readonly startMs: number;
  /** Start plus duration, where ffprobe knows one. */
  readonly endMs: number;
  readonly isKeyframe: boolean;
}

const PACKET_TIMES = 'packet=codec_type,pts_time,duration_time,flags';

/**
 * A file for ffprobe and ffmpeg to read. To start one of them takes longer than to read a recording, so that each is
 * asked as much at once as it can answer.
 */
export class ProbedRecording {
  readonly path: string;
  #probed: Probed | undefined;

  constructor(path: string, octets: Uint8Array) {
    this.path = path;
    writeFileSync(path, octets);
  }

  /** What ffprobe has to say beyond what it was asked, when it reads all packets. */
  warnings(): string {
    return this.#all().warnings;
  }

  /** Duration as the file says it, in ms. */
  durationMs(): number {
    return Number(this.#all().said.format.duration) * 1000;
  }

  packets(): readonly PacketTime[] {
    return this.#all().said.packets.map(packetTime);
  }

  /**
   * For each time the first packet of the first track of this kind that a player gets that seeks to it.
   *
   * @throws where a seek finds none
   */
  firstPacketsFrom(timesMs: readonly number[], stream: 'v' | 'a'): readonly PacketTime[] {
    const intervals = timesMs.map((ms) => `${inSeconds(ms)}%+#1`).join(',');
    const which = ['-select_streams', stream, '-read_intervals', intervals, '-show_entries', PACKET_TIMES];
    const { packets } = asSaid(outputOf('ffprobe', ['-v', 'error', ...which, '-of', 'json', this.path]));
    if (packets.length !== timesMs.length) throw new Error(`${packets.length} packets for ${timesMs.length} seeks`);
    return packets.map(packetTime);
  }

  /** For each time the hash of the first picture that is decoded when playing begins at it, as in {@link Decoded}. */
  firstPicturesFrom(timesMs: readonly number[]): readonly string[] {
    const inputs = timesMs.flatMap((ms) => ['-ss', inSeconds(ms), '-i', this.path]);
    const one = ['-frames:v', '1', '-autoscale', '0', '-f', 'framehash', '-hash', 'murmur3'];
    const paths = timesMs.map((_, index) => `${this.path}.picture-${index}`);
    const outputs = paths.flatMap((path, index) => ['-map', `${index}:v:0`, ...one, path]);
    outputOf('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...inputs, ...outputs]);
    return paths.map((path) => {
      const fields = readFileSync(path, 'utf8')
        .trim()
        .split(/[\s,]+/);
      return fields.at(-1) ?? '';
    });
  }

  #all(): Probed {
    this.#probed ??= this.#probeAll();
    return this.#probed;
  }

  #probeAll(): Probed {
    const entries = `${PACKET_TIMES}:format=duration`;
    const args = ['-v', 'warning', '-show_entries', entries, '-of', 'json', this.path];
    const { status, stdout, stderr } = runTool('ffprobe', args);
    if (status !== 0) throw new Error(`ffprobe ended with ${status}: ${stderr}`);
    return { warnings: stderr, said: asSaid(stdout) };
  }
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}

function packetTime({ codec_type, pts_time, duration_time, flags }: PacketJson): PacketTime {
  return {
    type: codec_type,
    startMs: Number(pts_time) * 1000,
    endMs: (Number(pts_time) + Number(duration_time ?? 0)) * 1000,
    isKeyframe: flags.startsWith('K'),
  };
}

interface Probed {
  readonly warnings: string;
  readonly said: FileJson;
}

interface FileJson {
  readonly packets: readonly PacketJson[];
  readonly format: { readonly duration?: string };
}

interface PacketJson {
  readonly codec_type: string;
  readonly pts_time: string;
  readonly duration_time?: string;
  readonly flags: string;
}

/** Where ffprobe's JSON becomes typed. */
function asSaid(json: string): FileJson {
  return JSON.parse(json) as FileJson;
}
