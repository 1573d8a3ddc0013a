/*
 * Judges each block by its time, where the octets alone look sound. Chunks that are lost, repeated or swapped often leave
 * no broken element behind, because Chromium cuts right after an ID's first octet, wherever it cuts.
 *
 * | state   | what comes                                              | verdict                            | next    |
 * |---------|---------------------------------------------------------|------------------------------------|---------|
 * | normal  | at or after its track's newest time                     | pass on                            | normal  |
 * | normal  | before it                                               | 'timestamp-runs-back'              | normal  |
 * | normal  | before it, where a jump left off, or so for 10 s        | 'timestamp-runs-back', a new base  | normal  |
 * | normal  | sound that leaves out packets, nothing else in the hole | 'missing-time' lies before it      | normal  |
 * | normal  | sound that begins while the packet before it plays      | 'missing-time' lies before it      | normal  |
 * | normal  | a frame that builds on one that never came              | 'missing-frames' lies before it    | normal  |
 * | normal  | another track's, behind a hole in everything            | hold: does the sound skip it too?  | holding |
 * | normal  | far ahead of everything                                 | hold: a pause, or a damaged time?  | holding |
 * | holding | far behind what is held                                 | what is held was 'timestamp-jumps' | normal  |
 * | holding | sound                                                   | pass on all, as it says            | normal  |
 * | holding | of another Cluster, of half a second later, one too many| it was a pause: pass on all        | normal  |
 *
 * A false alarm costs a user all video up to the next keyframe, so only the sound's own clock and the frames' own
 * numbers are evidence. A hole in video alone is not: canvases, screens and throttled tabs make them all the time.
 */
import type { DamageCode } from '../elements/damage.js';
import { frameChainFor, type FrameChain } from './frame-chain.js';
import { Lacing } from './lacing.js';
import { SoundClock } from './sound-clock.js';
import type { SourceTrack } from './source-track.js';
import type { TimedBlock } from './timed-block.js';

/** Muxers round and jitter by less. */
const JITTER_MS = 10;
/** Codecs that reorder frames carry presentation times that run back by less. */
const REORDERING_MS = 1000;
/** Largest hole that all tracks together have in an undamaged recording with sound. */
const HOLE_MS = 80;
/** A longer hole is a pause of the machine: it was never recorded, so it was not lost either. */
const PAUSE_MS = 30_000;
/** Longest that a block waits for the sound to say whether what is missing before it was lost. */
const LONGEST_DOUBT_MS = 500;
/** A jump ahead that is a pause or a damaged time; with sound, which never stands still, a shorter one is suspect. */
const JUMP_MS = 60_000;
const JUMP_OF_SOUND_MS = 1000;
const MOST_HELD = 32;
/** Media behind the newest time for this long is not stale: the newest time was wrong. */
const STALE_MS = 10_000;
/** What goes on within this behind where a jump left off, or within half the jump, shows that it was a damaged time. */
const GOES_ON_MS = 2000;

/** Who is told of what the judge passes on. */
export interface ContinuitySink {
  pass(block: TimedBlock): void;
  /** Octets or blocks before the one at `offset`, which is passed on next, are missing or damaged. */
  missingBefore(code: DamageCode, offset: number): void;
  /** The times from here on have nothing to do with those before. */
  rebased(): void;
}

export class Continuity {
  readonly #sink: ContinuitySink;
  readonly #sound = new SoundClock();
  /** The track that the clock is read from. */
  #soundSource: SourceTrack | undefined;
  readonly #chains = new Map<SourceTrack, FrameChain>();
  /** Newest time of any block, and the end of the newest audio or start of the newest video. */
  #newestMs = -Infinity;
  #coveredMs = -Infinity;
  #held: TimedBlock[] = [];
  #heldCluster = 0;
  /** Where the last jump ahead began and ended. */
  #jumpFromMs = -Infinity;
  #jumpToMs = -Infinity;
  #firstStaleMs: number | undefined;
  /** Off where chunks are numbered: then a loss is known, and need not be guessed. */
  findsHoles = true;

  constructor(sink: ContinuitySink) {
    this.#sink = sink;
  }

  /** A new run, or a gap: what came before says nothing of what comes next. Times that have passed stay passed. */
  restart(isNewRun: boolean): void {
    // What is in doubt beside damage is part of it.
    if (!isNewRun) this.#held = [];
    this.flush();
    this.#coveredMs = -Infinity;
    this.#sound.restart();
    this.#soundSource = undefined;
    this.#chains.clear();
    if (!isNewRun) return;
    this.#newestMs = -Infinity;
    this.#jumpFromMs = -Infinity;
    this.#jumpToMs = -Infinity;
    this.#firstStaleMs = undefined;
  }

  /** Judges a block; passes on what can be, and answers with what is wrong with this one, if anything. */
  judge(block: TimedBlock, cluster: number): DamageCode | undefined {
    if (this.#held.length > 0) this.#judgeHeld(block, cluster);
    if (this.#held.length > 0) {
      this.#held.push(block);
      return undefined;
    }
    if (this.#runsBack(block)) {
      if (!this.#isNewestWrong(block.recorderTimestampMs)) return 'timestamp-runs-back';
      this.#rebase(block);
    }
    if (this.#isSuspect(block)) {
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
    for (const block of held) {
      if (this.#runsBack(block)) this.#sink.missingBefore('timestamp-runs-back', block.offset);
      else this.#pass(block);
    }
  }

  #runsBack(block: TimedBlock): boolean {
    return block.recorderTimestampMs < block.source.newestRecorderMs - toleranceMs(block.source);
  }

  /** Whether a block that runs back shows that the time before it was damaged, and not that it is stale itself. */
  #isNewestWrong(ms: number): boolean {
    const sinceJumpMs = ms - this.#jumpFromMs;
    const goesOnMs = Math.max(GOES_ON_MS, (this.#jumpToMs - this.#jumpFromMs) / 2);
    if (sinceJumpMs >= 0 && sinceJumpMs <= goesOnMs) return true;
    this.#firstStaleMs ??= ms;
    return ms - this.#firstStaleMs > STALE_MS;
  }

  /** A block that is itself far ahead of where the jump began may be damaged too: then that is still the time to believe. */
  #rebase(block: TimedBlock): void {
    const fromMs = this.#jumpFromMs;
    this.restart(true);
    if (fromMs !== -Infinity && block.recorderTimestampMs - fromMs > JUMP_OF_SOUND_MS) {
      this.#jumpFromMs = fromMs;
      this.#jumpToMs = block.recorderTimestampMs;
    }
    this.#sink.rebased();
    this.#sink.missingBefore('timestamp-runs-back', block.offset);
  }

  /** How far a block may be ahead of all before it. */
  #mostJumpMs(): number {
    return this.#sound.isRunningAt(this.#newestMs) ? JUMP_OF_SOUND_MS : JUMP_MS;
  }

  #isSuspect(block: TimedBlock): boolean {
    const ms = block.recorderTimestampMs;
    if (this.#newestMs === -Infinity) return false;
    const isFarAhead = ms - this.#newestMs > this.#mostJumpMs();
    return isFarAhead || (this.#isBehindHole(ms) && !this.#isSound(block));
  }

  #judgeHeld(block: TimedBlock, cluster: number): void {
    const [first] = this.#held;
    if (first === undefined) return;
    const sinceFirstMs = block.recorderTimestampMs - first.recorderTimestampMs;
    if (sinceFirstMs < -JUMP_OF_SOUND_MS) {
      this.#held = [];
      this.#sink.missingBefore('timestamp-jumps', block.offset);
    } else if (this.#isSound(block)) {
      if (this.#skipsHole(first, block)) this.#missingTime(first);
      this.flush();
    } else if (cluster !== this.#heldCluster || sinceFirstMs > LONGEST_DOUBT_MS || this.#held.length >= MOST_HELD) {
      this.flush();
    }
  }

  #pass(block: TimedBlock): void {
    const ms = block.recorderTimestampMs;
    const { source } = block;
    if (source.isVideo) this.#followFrames(block);
    else if (this.#isSound(block) && this.#isLoss(block)) this.#missingTime(block);
    const endMs = this.#hear(block);
    this.#coveredMs = Math.max(this.#coveredMs, endMs);
    if (this.#newestMs !== -Infinity && ms - this.#newestMs > JUMP_OF_SOUND_MS) {
      // A jump soon after a jump: neither was confirmed, and the time before both is the one to believe.
      if (this.#newestMs - this.#jumpToMs > GOES_ON_MS) this.#jumpFromMs = this.#newestMs;
      this.#jumpToMs = ms;
    }
    this.#newestMs = Math.max(this.#newestMs, ms);
    source.newestRecorderMs = Math.max(source.newestRecorderMs, ms);
    this.#firstStaleMs = undefined;
    this.#sink.pass(block);
  }

  #missingTime(block: TimedBlock): void {
    this.#sound.noteHole(block.recorderTimestampMs);
    this.#coveredMs = -Infinity;
    this.#sink.missingBefore('missing-time', block.offset);
  }

  #followFrames(block: TimedBlock): void {
    if (!this.findsHoles) return;
    let chain = this.#chains.get(block.source);
    if (chain === undefined) this.#chains.set(block.source, (chain = frameChainFor(block.source)));
    if (chain.isBrokenBy(block)) this.#sink.missingBefore('missing-frames', block.offset);
  }

  /** Where a block ends, as far as it tells; sound moves the clock. */
  #hear(block: TimedBlock): number {
    const ms = block.recorderTimestampMs;
    const durationMs = audioMs(block);
    if (durationMs === undefined) return ms;
    this.#soundSource ??= block.source;
    if (this.#isSound(block)) this.#sound.add(ms, durationMs);
    return ms + durationMs;
  }

  #isSound(block: TimedBlock): boolean {
    return block.source === this.#soundSource;
  }

  #isBehindHole(ms: number): boolean {
    const holeMs = ms - this.#coveredMs;
    return this.findsHoles && holeMs > HOLE_MS && holeMs < PAUSE_MS && this.#sound.isRunningAt(this.#coveredMs);
  }

  /** Whether sound that comes behind a held block confirms the hole before that one. */
  #skipsHole(held: TimedBlock, { recorderTimestampMs: ms }: TimedBlock): boolean {
    const isBehindHole = this.#isBehindHole(held.recorderTimestampMs) && ms - this.#sound.endMs > HOLE_MS;
    return isBehindHole && this.#sound.leavesOutPackets(ms);
  }

  /** Whether this sound leaves out packets, or begins before the one before it ends. */
  #isLoss({ recorderTimestampMs: ms }: TimedBlock): boolean {
    if (!this.findsHoles) return false;
    if (this.#sound.isOverlappedBy(ms)) return true;
    return this.#isBehindHole(ms) && this.#sound.leavesOutPackets(ms);
  }
}

/** How far the times of a track may run back though nothing is wrong. */
export function toleranceMs(source: SourceTrack): number {
  return source.reordersFrames ? REORDERING_MS : JITTER_MS;
}

function audioMs(block: TimedBlock): number | undefined {
  const { frameDuration } = block.source;
  if (frameDuration === undefined) return undefined;
  if (block.lacing === Lacing.None) return frameDuration(block.payload) ?? 0;
  let sum = 0;
  for (const frame of block.frames) sum += frameDuration(frame) ?? 0;
  return sum;
}
