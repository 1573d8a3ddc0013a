import type { DetectionsMessage, StatusMessage } from '@webm-reassembler/protocol';
import { messageOf, ServerError } from '../errors.js';
import { stillFileName, stillTypeOfFile } from '../frames/still-file-name.js';
import { isStillType, readStillHeader, type StillHeaderRead } from '../frames/still-header.js';
import type { KeptStream, StillRecord, StreamRecord } from '../record/index.js';
import type { AnalysedFrame } from './frame-analysis.js';
import type { LiveStages, RestoredPosition, StagesEnd } from './live-stages.js';
import { StageEvents } from './stage-events.js';
import { StillAnalysis } from './still-analysis.js';
import { StillTimeline } from './still-timeline.js';
import { type StreamEnd, streamRecord } from './stream-record.js';
import type { StageParts } from './stage-parts.js';
import { StreamStatistics } from './stream-statistics.js';

type ReadStill = Extract<StillHeaderRead, { readonly kind: 'still' }>;

/** What still images go through: each is judged by its header, kept as a file, analysed. */
export class StillStages implements LiveStages {
  readonly #parts: StageParts;
  readonly #statistics = new StreamStatistics();
  readonly #timeline = new StillTimeline();
  readonly #analysis: StillAnalysis;
  readonly #events: StageEvents;
  #end: StreamEnd | undefined;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#events = new StageEvents(parts, this.#statistics);
    this.#analysis = new StillAnalysis(parts.engine, parts.analysis, {
      onDetections: this.#events.tellDetections,
      onFace: this.#events.tellFace,
      onTrouble: (error) => this.#report(error),
      onRefused: (error) => this.#report(error),
    });
  }

  get chunks(): number {
    return this.#statistics.chunks;
  }

  get newestAnalysedFrame(): AnalysedFrame | undefined {
    return this.#analysis.newest;
  }

  get status(): StatusMessage {
    return this.#statistics.status(this.#parts.id, this.#parts.engine.now(), this.#analysis.progress);
  }

  get record(): StreamRecord {
    const record = streamRecord(this.#parts, this.#statistics, this.#end);
    return { ...record, mimeType: isStillType(record.mimeType) ? record.mimeType : 'image/jpeg', recordings: [] };
  }

  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage {
    return this.#events.forPublisher(event);
  }

  /** What is no image, or too large a one, is told and left out: the next image has nothing to do with it. */
  async take(image: Uint8Array, sequence: number, capturedAtMs: number | undefined): Promise<void> {
    const arrivedAtMs = this.#parts.engine.now();
    const still = this.#read(image, sequence);
    if (still === undefined) return;
    const receivedAtMs = Date.now();
    const { timestampMs, recorderTimestampMs } = this.#timeline.place(capturedAtMs, receivedAtMs);
    this.#statistics.addStill(image.length, still, timestampMs);
    const { type, width, height } = still;
    const arrival = { timestampMs, recorderTimestampMs, sequence, arrivedAtMs };
    this.#analysis.take({ ...arrival, octets: image, type, source: { width, height } });
    const record: StillRecord = {
      sequence,
      file: stillFileName(sequence, type),
      octets: image.length,
      width,
      height,
      timestampMs,
      capturedAtMs: capturedAtMs ?? receivedAtMs,
      receivedAtMs,
    };
    await this.#parts.recorder.takeStill(record, image);
  }

  /** No image depends on another: what is missing is missing. */
  async takeLost(first: number, last: number): Promise<void> {
    this.#parts.log.warn({ first, last }, 'the publisher could not keep images');
  }

  async restore(kept: KeptStream, signal: AbortSignal): Promise<RestoredPosition> {
    const { recorder } = this.#parts;
    try {
      await kept.follow(() => {
        signal.throwIfAborted();
        return [];
      });
    } catch (thrown) {
      recorder.abandon();
      await this.giveUp();
      throw thrown;
    }
    const { records } = kept.stills;
    for (const { file, octets, width, height, timestampMs } of records) {
      this.#statistics.addStill(octets, { type: stillTypeOfFile(file), width, height }, timestampMs);
    }
    const { frames, openFaces, newestFaceId } = kept.detections;
    this.#statistics.addEarlierFrames(frames, Math.max(0, records.length - frames));
    // Whoever was there when the process died is a new face to this one.
    for (const face of openFaces) recorder.logDetections({ type: 'face-left', ...face });
    this.#analysis.countFacesFrom(newestFaceId);
    this.#timeline.goOnAfter(records);
    const newest = records.at(-1);
    return { recordedSequence: newest?.sequence ?? -1, receivedAtMs: newest?.receivedAtMs };
  }

  tick(): void {
    this.#parts.bus.publish(this.#parts.id, this.status);
    this.#parts.recorder.saveSoon(this.record);
  }

  async close({ sequence, endSequence, endedAt, canGoOn, deadlineMs }: StagesEnd): Promise<void> {
    await this.#analysis.finish(deadlineMs);
    this.#statistics.settle();
    this.#end = { endedAt, endSequence };
    await this.#parts.recorder.finish(() => this.record, { outputs: [], sequence, canGoOn });
  }

  async giveUp(): Promise<void> {
    await this.#analysis.finish(0);
  }

  tellOfRecordingFailure(thrown: unknown): void {
    const message = `writing the images failed: ${messageOf(thrown)}`;
    this.#report(new ServerError('recording-failed', message, { cause: thrown }));
  }

  #read(image: Uint8Array, sequence: number): ReadStill | undefined {
    const { maxPixels } = this.#parts.engine;
    const still = readStillHeader(image);
    if (still.kind === 'invalid') this.#report(new ServerError('image-invalid', `image ${sequence}: ${still.reason}`));
    else if (still.width * still.height <= maxPixels) return still;
    else {
      const message = `image ${sequence} is ${still.width}x${still.height}, the limit is ${maxPixels} pixels`;
      this.#report(new ServerError('picture-too-large', message));
    }
    return undefined;
  }

  #report(error: ServerError): void {
    this.#events.tellTrouble(error, 'warn');
  }
}
