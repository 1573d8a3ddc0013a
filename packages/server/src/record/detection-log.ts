import { createReadStream } from 'node:fs';
import { isSystemError } from '../system-error.js';

/** A face that had come and of which the log does not say that it left. */
export interface OpenFace {
  readonly faceId: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** What an earlier process left in `detections.ndjson`. Times are on the timeline of the stream. */
export interface KeptDetections {
  /** Octets of whole lines. */
  readonly octets: number;
  /** Frames that were analysed. */
  readonly frames: number;
  /** Timestamp of the last of them; `undefined` where there is none. */
  readonly newestMs: number | undefined;
  /** The highest number that a face was given; 0 where there was no face. */
  readonly newestFaceId: number;
  readonly openFaces: readonly OpenFace[];
}

const LINE_FEED = 0x0a;

/** Looks where to go on in a log that a dying process may have left amid a line. */
export async function readKeptDetections(path: string): Promise<KeptDetections> {
  const log = new DetectionLogReader();
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const part of createReadStream(path)) {
      const octets: Buffer = Buffer.concat([rest, asBuffer(part)]);
      let start = 0;
      for (let end = octets.indexOf(LINE_FEED); end >= 0; end = octets.indexOf(LINE_FEED, start)) {
        log.add(octets.subarray(start, end).toString('utf8'), end + 1 - start);
        start = end + 1;
      }
      rest = octets.subarray(start);
    }
  } catch (thrown) {
    if (!isSystemError(thrown, 'ENOENT')) throw thrown;
  }
  return log.kept;
}

class DetectionLogReader {
  #octets = 0;
  #frames = 0;
  #newestMs: number | undefined;
  #newestFaceId = 0;
  readonly #openFaces = new Map<number, OpenFace>();

  get kept(): KeptDetections {
    return {
      octets: this.#octets,
      frames: this.#frames,
      newestMs: this.#newestMs,
      newestFaceId: this.#newestFaceId,
      openFaces: [...this.#openFaces.values()],
    };
  }

  add(text: string, octets: number): void {
    this.#octets += octets;
    const line = parsed(text);
    if (line === undefined) return;
    if (line['type'] === 'detections') this.#addFrame(line);
    else if (line['type'] === 'face-appeared') this.#open(line);
    else if (line['type'] === 'face-left') this.#openFaces.delete(Number(line['faceId']));
  }

  #addFrame({ timestampMs, detections }: Line): void {
    if (typeof timestampMs !== 'number') return;
    this.#frames += 1;
    this.#newestMs = timestampMs;
    for (const detection of Array.isArray(detections) ? detections : []) {
      const face = this.#openFaces.get(Number((detection as Line)['faceId']));
      if (face !== undefined) this.#openFaces.set(face.faceId, { ...face, lastSeenMs: timestampMs });
    }
  }

  #open({ faceId, timestampMs }: Line): void {
    if (typeof faceId !== 'number' || typeof timestampMs !== 'number') return;
    this.#newestFaceId = Math.max(this.#newestFaceId, faceId);
    this.#openFaces.set(faceId, { faceId, firstSeenMs: timestampMs, lastSeenMs: timestampMs });
  }
}

type Line = Readonly<Record<string, unknown>>;

/** Lines are what a server wrote; one that is damaged is passed over. */
function parsed(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** A stream without an encoding gives Buffers. */
function asBuffer(part: unknown): Buffer {
  return part as Buffer;
}
