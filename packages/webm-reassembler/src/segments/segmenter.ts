/*
 * Blocks in, playable pieces out.
 *
 *   run A: I a V a v v V v        init, [a] [V*] [a] [v] [v] [V*] [v]          * opens with a random access point
 *   (damage)   ? ? v v a V        gap (damage), [a], gap (lost-reference: v v), [V*]
 *   run B: I' V ...               [V*] when B's tracks continue A's, else a new init before it
 *
 * The hard cases: an init segment is withheld until its first block, when the keyframe tells the true picture size; a
 * restart may swap track numbers; after damage audio goes on at once, video at its next keyframe.
 */
import type { BlockSink } from '../blocks/block-sink.js';
import type { Run } from '../blocks/header-reader.js';
import type { RecorderHeader } from '../blocks/recorder-header.js';
import type { SourceTrack } from '../blocks/source-track.js';
import type { TimedBlock } from '../blocks/timed-block.js';
import type { DamageCode } from '../elements/damage.js';
import type { ResolvedOptions } from '../options.js';
import { DroppedFrames } from './dropped-frames.js';
import { writeInitSegment } from './init-segment.js';
import { matchTracks, outputTrackFrom, withFrameDescription, type OutputTrack } from './output-track.js';
import type { Gap, GapCode, InitSegment, Output, UntoldGap } from './outputs.js';
import { OpenGap } from './open-gap.js';
import { SegmentBatch, type BlockBatch } from './segment-batch.js';
import { Timeline } from './timeline.js';

/** Longest that sound waits for the first keyframe, in ms of media. */
const LONGEST_WAIT_MS = 1000;

export class Segmenter implements BlockSink {
  readonly #batch: BlockBatch;
  readonly #options: ResolvedOptions;
  readonly #gap = new OpenGap();
  readonly #timeline = new Timeline();
  readonly #dropped = new DroppedFrames();
  #outputs: Output[] = [];
  #header: RecorderHeader | undefined;
  #sources: readonly SourceTrack[] = [];
  #outputTracks: readonly OutputTrack[] = [];
  #primaryVideo: SourceTrack | undefined;
  #init: InitSegment | undefined;
  #lastMs: number | undefined;
  /** Newest emitted time of each track, by its number. */
  readonly #newestMs = new Map<number, number>();
  /** Blocks that came before the keyframe that the init segment needs. */
  #waiting: TimedBlock[] = [];

  constructor(options: ResolvedOptions) {
    this.#batch = options.batch?.() ?? new SegmentBatch(options.mediaSegments);
    this.#options = options;
  }

  /** What has come out since the last call, in order. */
  take(): readonly Output[] {
    this.#writeSegments();
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }

  runStarted(run: Run): void {
    this.#stopWaiting();
    this.#writeSegments();
    const matches =
      this.#header?.info.timestampScaleNs === run.header.info.timestampScaleNs
        ? matchTracks(run.tracks, this.#outputTracks)
        : undefined;
    this.#reportDropped();
    if (run.isRebuilt) this.#gap.beginsRecording();
    this.#timeline.startRun(run.tracks);
    this.#header = run.header;
    this.#sources = run.tracks;
    this.#primaryVideo = run.tracks.find((track) => track.isVideo);
    if (matches === undefined) this.#setOutputTracks(run.header.entries.map(outputTrackFrom));
    else for (const [source, output] of matches) source.output = output.track;
  }

  block(block: TimedBlock): void {
    const { source } = block;
    this.#timeline.place(block);
    if (this.#runsBack(block)) return this.missingBefore('timestamp-runs-back', block.offset);
    if (source.awaitsKeyframe) {
      if (!block.keyframe) return this.#dropped.add(block);
      source.awaitsKeyframe = false;
      source.hasLostReference = false;
    }
    if (this.#mustWait(block)) return void this.#waiting.push(block);
    if (source.isVideo && block.keyframe) this.#believeKeyframe(block);
    this.#stopWaiting();
    this.#emit(block);
  }

  #emit(block: TimedBlock): void {
    const { source } = block;
    block.track = source.output;
    this.#closeGap(block.timestampMs);
    if (source.isVideo) this.#reportDropped(block);
    if (this.#init === undefined) this.#emitInit();
    const isAccessPoint = this.#isRandomAccessPoint(block);
    this.#batch.add(this.#converted(block), isAccessPoint, isAccessPoint && this.#primaryVideo !== undefined);
    this.#lastMs = Math.max(this.#lastMs ?? -Infinity, block.timestampMs);
    if (block.timestampMs > this.#newestMsOf(source)) this.#newestMs.set(source.output.number, block.timestampMs);
  }

  #converted(block: TimedBlock): TimedBlock {
    if (block.source.codec === undefined) return block; // sound: small blocks, and many
    const codec = this.#options.codecs.find((one) => one === block.source.codec);
    return codec?.convert ? codec.convert(block) : block;
  }

  /** The last word on time, whatever was damaged, and however often the recorder began anew. */
  #runsBack({ source, timestampMs }: TimedBlock): boolean {
    return timestampMs < this.#newestMsOf(source) - source.toleranceMs;
  }

  #newestMsOf({ output }: SourceTrack): number {
    return this.#newestMs.get(output.number) ?? -Infinity;
  }

  damaged(code: DamageCode, offset: number): void {
    this.openGap(code, offset);
  }

  missingBefore(code: DamageCode, offset: number): void {
    this.openGap(code, offset);
    this.resumed(offset);
  }

  rebased(): void {
    this.#timeline.rebase();
  }

  resumed(offset: number): void {
    this.#gap.resumeAt(offset);
  }

  /** Notes that octets are missing or unreadable from `startOctet` on; what depends on them is dropped from now on. */
  openGap(code: GapCode, startOctet: number, missingSequences?: Gap['missingSequences']): void {
    for (const source of this.#sources) {
      source.awaitsKeyframe = source.isVideo;
      source.hasLostReference = source.isVideo;
    }
    if (missingSequences !== undefined) {
      this.#gap.resumeAt(startOctet);
      this.#closeGap(undefined);
    }
    this.#gap.open(code, startOctet, missingSequences);
  }

  /** The stream has ended at `fed` octets: tells of what is still open. */
  end(fed: number, unannounced: Run | undefined): void {
    if (unannounced !== undefined) this.runStarted(unannounced);
    this.#stopWaiting();
    if (this.#init === undefined && this.#header !== undefined) this.#emitInit();
    this.#gap.resumeAt(fed);
    this.#closeGap(undefined);
    this.#reportDropped();
  }

  #setOutputTracks(outputTracks: readonly OutputTrack[]): void {
    this.#outputTracks = outputTracks;
    this.#sources.forEach((source, index) => {
      source.output = outputTracks[index]?.track ?? source.output;
    });
    this.#init = undefined;
  }

  /** A keyframe knows its own size; where the header says another, the truth needs a new init segment. */
  #believeKeyframe(block: TimedBlock): void {
    const index = this.#outputTracks.findIndex((output) => output.track === block.source.output);
    const output = this.#outputTracks[index];
    if (output === undefined) return;
    const believed = withFrameDescription(output, block.description);
    if (believed === output || (this.#init !== undefined && believed.children === output.children)) return;
    const tracks = this.#outputTracks.map((other) => (other === output ? believed : other));
    this.#writeSegments();
    this.#outputTracks = tracks;
    block.source.output = believed.track;
    this.#init = undefined;
  }

  #emitInit(): void {
    if (this.#header === undefined) return;
    this.#writeSegments();
    this.#batch.closeCluster();
    this.#init = writeInitSegment(this.#header, this.#outputTracks);
    this.#outputs.push(this.#init);
  }

  /** Sound that comes before the first keyframe waits for it, where the header cannot be written without. */
  #mustWait(block: TimedBlock): boolean {
    const video = this.#primaryVideo;
    if (
      this.#init !== undefined ||
      video === undefined ||
      !video.codec?.needsKeyframeForHeader ||
      block.source === video
    )
      return false;
    const [first] = this.#waiting;
    return first === undefined || block.timestampMs - first.timestampMs < LONGEST_WAIT_MS;
  }

  #stopWaiting(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const block of waiting) this.#emit(block);
  }

  #reportDropped(keyframe?: TimedBlock): void {
    this.#report(this.#dropped.take(keyframe));
  }

  #closeGap(endMs: number | undefined): void {
    this.#report(this.#gap.close(this.#lastMs, endMs));
  }

  #report(gap: UntoldGap | undefined): void {
    if (gap === undefined) return;
    this.#writeSegments();
    this.#outputs.push({ ...gap, message: this.#options.gapMessage(gap.code) });
  }

  #isRandomAccessPoint(block: TimedBlock): boolean {
    return this.#primaryVideo === undefined || (block.source === this.#primaryVideo && block.keyframe);
  }

  #writeSegments(): void {
    // Not as arguments of one call: an hour that is fed at once has more than a call takes.
    if (this.#init !== undefined) for (const segment of this.#batch.write(this.#init)) this.#outputs.push(segment);
  }
}
