import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a stream on the disk is made of; everything has a default. */
export interface KeptStreamOptions {
  readonly startedAt?: string;
  readonly endedAt?: string | null;
  readonly recordings?: readonly string[];
  /** Faces in each analysed frame, ten frames a second from 0 on. */
  readonly faces?: readonly number[];
  readonly gaps?: readonly { readonly code: string; readonly startMs: number | null; readonly endMs: number | null }[];
  /** Octets of each file of the recording. */
  readonly octets?: number;
}

/** A data directory with streams as the recorder leaves them. */
export class KeptStreams {
  readonly dataDirectory: string;

  private constructor(dataDirectory: string) {
    this.dataDirectory = dataDirectory;
  }

  static async make(): Promise<KeptStreams> {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'kept-streams-'));
    await mkdir(join(dataDirectory, 'streams'));
    return new KeptStreams(dataDirectory);
  }

  pathOf(id: string, ...names: readonly string[]): string {
    return join(this.dataDirectory, 'streams', id, ...names);
  }

  /** Writes a stream of two seconds for each file of its recording. */
  async add(id: string, options: KeptStreamOptions = {}): Promise<void> {
    const { recordings = ['recording.webm'], octets = 1000, faces = [], gaps = [] } = options;
    await mkdir(this.pathOf(id), { recursive: true });
    for (const [part, recording] of recordings.entries()) {
      await writeFile(this.pathOf(id, recording), new Uint8Array(octets));
      await this.addLines(id, 'chunks.ndjson', [
        chunkLine(part * 2, recording, part * 2000, part * 2000 + 900),
        chunkLine(part * 2 + 1, recording, part * 2000 + 1000, part * 2000 + 1900),
      ]);
    }
    await this.addLines(
      id,
      'detections.ndjson',
      faces.map((count, index) => detectionLine(index * 100, count)),
    );
    await this.addLines(id, 'gaps.ndjson', gaps);
    await this.writeStreamJson(id, options);
  }

  async addLines(id: string, file: string, lines: readonly object[]): Promise<void> {
    await appendFile(this.pathOf(id, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  async writeStreamJson(id: string, options: KeptStreamOptions): Promise<void> {
    const { recordings = ['recording.webm'], startedAt = '2026-01-01T10:00:00.000Z' } = options;
    const record = {
      version: 1,
      id,
      mimeType: 'video/webm;codecs=vp8',
      startedAt,
      endedAt: options.endedAt === undefined ? new Date(Date.parse(startedAt) + 2000).toISOString() : options.endedAt,
      chunks: recordings.length * 2,
      octets: 1000,
      videoCodec: 'vp8',
      audioCodec: 'none',
      width: 640,
      height: 480,
      recordings,
    };
    await writeFile(this.pathOf(id, 'stream.json'), JSON.stringify(record));
  }
}

/** One line of `detections.ndjson`. */
export function detectionLine(timestampMs: number, faces: number): object {
  const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
  const detections = Array.from({ length: faces }, (_, index) => ({ score: 0.9 - index / 10, box }));
  return { type: 'detections', timestampMs, sequence: 0, width: 640, height: 480, detections };
}

function chunkLine(sequence: number, recording: string, startMs: number, endMs: number): object {
  return { sequence, file: `${String(sequence).padStart(6, '0')}.webm`, octets: 500, startMs, endMs, recording };
}
