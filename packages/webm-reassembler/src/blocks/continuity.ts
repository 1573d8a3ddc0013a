/*
 * Judges each block by its time, where the octets alone look sound. Chunks that are lost, repeated or swapped often leave
 * no broken element behind, because Chromium cuts right after an ID's first octet, wherever it cuts.
 *
 * | state   | what comes                                             | verdict                             | next    |
 * |---------|--------------------------------------------------------|-------------------------------------|---------|
 * | normal  | at or after its track's newest time                    | pass on                             | normal  |
 * | normal  | before it                                              | 'timestamp-runs-back'               | normal  |
 * | normal  | before it, and so for 10 s of media                    | pass on, on a new base              | normal  |
 * | normal  | behind a hole that no track fills though there is sound| 'missing-time' lies before it       | normal  |
 * | normal  | over a minute ahead of everything                      | hold: a pause, or a damaged time    | holding |
 * | holding | where the time before the jump went on                 | what is held was 'timestamp-jumps'  | normal  |
 * | holding | of another Cluster, or one too many                    | it was a pause: pass on all         | normal  |
 */
import type { DamageCode } from '../elements/damage.js';
import type { TimedBlock } from './timed-block.js';
import type { SourceTrack } from './source-track.js';

/** Muxers round and jitter by less. */
const JITTER_MS = 10;
/** Codecs that reorder frames carry presentation times that run back by less. */
const REORDERING_MS = 1000;
/** Largest hole that all tracks together have in an undamaged recording with sound. */
const HOLE_MS = 80;
/** A longer hole is a pause of the machine: it was never recorded, so it was not lost either. */
const PAUSE_MS = 30_000;
const JUMP_MS = 60_000;
const MOST_HELD = 32;
/** Media behind the newest time for this long is not stale: the newest time was wrong. */
const STALE_MS = 10_000;

/** Who is told of what the judge passes on. */
export interface ContinuitySink {
  pass(block: TimedBlock): void;
  /** Octets or blocks before the one that is passed on next are missing or damaged. */
  missingBefore(code: DamageCode): void;
  /** The times from here on have nothing to do with those before. */
  rebased(): void;
}

export class Continuity {
  readonly #sink: ContinuitySink;
  /** Newest time of any block, and the end of the newest audio or start of the newest video. */
  #newestMs = -Infinity;
  #coveredMs = -Infinity;
  #hasSound = false;
  #held: TimedBlock[] = [];
  #heldCluster = 0;
  #firstStaleMs: number | undefined;
  /** Off where chunks are numbered: then a loss is known, and need not be guessed. */
  findsHoles = true;

  constructor(sink: ContinuitySink) {
    this.#sink = sink;
  }

  /** A new run, or a gap: what came before says nothing of what comes next. Times that have passed stay passed. */
  restart(isNewRun: boolean): void {
    this.flush();
    this.#coveredMs = -Infinity;
    this.#hasSound = false;
    if (!isNewRun) return;
    this.#newestMs = -Infinity;
    this.#firstStaleMs = undefined;
  }

  /** Judges a block; passes on what can be, and answers with what is wrong with this one, if anything. */
  judge(block: TimedBlock, cluster: number): DamageCode | undefined {
    if (this.#held.length > 0) this.#judgeHeld(block, cluster);
    if (this.#held.length > 0) {
      this.#held.push(block);
      return undefined;
    }
    const ms = block.recorderTimestampMs;
    if (ms < block.source.newestRecorderMs - toleranceMs(block.source)) {
      if (!this.#isLastingStale(ms)) return 'timestamp-runs-back';
      this.#rebase();
    } else if (this.#newestMs !== -Infinity && ms - this.#newestMs > JUMP_MS) {
      this.#held.push(block);
      this.#heldCluster = cluster;
      return undefined;
    }
    this.#pass(block);
    return undefined;
  }

  /** Passes on what is held: nothing more comes that could tell. */
  flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const block of held) this.#pass(block);
  }

  #judgeHeld(block: TimedBlock, cluster: number): void {
    const sinceBeforeMs = block.recorderTimestampMs - this.#newestMs;
    if (sinceBeforeMs <= JUMP_MS) {
      this.#held = [];
      this.#sink.missingBefore('timestamp-jumps');
    } else if (cluster !== this.#heldCluster || this.#held.length >= MOST_HELD) this.flush();
  }

  #isLastingStale(ms: number): boolean {
    this.#firstStaleMs ??= ms;
    return ms - this.#firstStaleMs > STALE_MS;
  }

  #rebase(): void {
    this.restart(true);
    this.#sink.rebased();
  }

  #pass(block: TimedBlock): void {
    const ms = block.recorderTimestampMs;
    const { source } = block;
    if (this.#isBehindHole(ms)) this.#sink.missingBefore('missing-time');
    const durationMs = audioMs(block);
    this.#hasSound ||= durationMs !== undefined;
    this.#coveredMs = Math.max(this.#coveredMs, ms + (durationMs ?? 0));
    this.#newestMs = Math.max(this.#newestMs, ms);
    source.newestRecorderMs = Math.max(source.newestRecorderMs, ms);
    this.#firstStaleMs = undefined;
    this.#sink.pass(block);
  }

  #isBehindHole(ms: number): boolean {
    const holeMs = ms - this.#coveredMs;
    return this.findsHoles && this.#hasSound && holeMs > HOLE_MS && holeMs < PAUSE_MS;
  }
}

function toleranceMs(source: SourceTrack): number {
  return source.reordersFrames ? REORDERING_MS : JITTER_MS;
}

function audioMs(block: TimedBlock): number | undefined {
  const { frameDuration } = block.source;
  if (frameDuration === undefined) return undefined;
  let sum = 0;
  for (const frame of block.frames) sum += frameDuration(frame) ?? 0;
  return sum;
}
