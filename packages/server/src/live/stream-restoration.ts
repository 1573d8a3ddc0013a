import type { MediaSegment, Output } from 'webm-reassembler';
import type { KeptEntry, KeptStream } from '../record/index.js';
import type { ChunkIntake } from './chunk-intake.js';
import type { RestoredPosition } from './live-stages.js';
import type { StreamAnalysis } from './stream-analysis.js';
import type { StreamStatistics } from './stream-statistics.js';

/** What goes through a restoration: the stages of a stream that has just been made. */
export interface RestoredStages {
  readonly intake: ChunkIntake;
  readonly statistics: StreamStatistics;
  readonly analysis: StreamAnalysis;
  /** Makes what viewers begin with. */
  readonly show: (outputs: readonly Output[]) => void;
  readonly now: () => number;
  /** Stops the restoration; the journal stays as it is. */
  readonly signal: AbortSignal;
}

/** What a decoder needs that begins where the stream stands, each with the sequence number it came with. */
type CurrentGop = { readonly outputs: readonly Output[]; readonly sequence: number }[];

/**
 * Brings a stream to where another process left it: gives every chunk of its journal to the reassembler again, which
 * then is in the same state, since it has no clock and no chance in it. Frames are decoded from the current GOP on, so
 * that detections come again at once; those that were analysed are left out.
 *
 * @throws what reading or writing throws; the reason of the signal
 */
export async function restoreStages(kept: KeptStream, stages: RestoredStages): Promise<RestoredPosition> {
  const { detections } = kept;
  const analysedUpToMs = detections.newestMs ?? Number.NEGATIVE_INFINITY;
  let position: RestoredPosition = { recordedSequence: -1, receivedAtMs: undefined };
  let gop: CurrentGop = [];
  let framesPassed = 0;
  await kept.follow((entry) => {
    stages.signal.throwIfAborted();
    const { sequence, outputs } = readAgain(entry, stages);
    position = { recordedSequence: sequence, receivedAtMs: entry.receivedAtMs };
    framesPassed += framesUpTo(analysedUpToMs, outputs);
    gop = continuedGop(gop, outputs, sequence);
    return outputs;
  });
  stages.statistics.addEarlierFrames(detections.frames, Math.max(0, framesPassed - detections.frames));
  // Whoever was there when the process died is a new face to this one.
  for (const face of detections.openFaces) kept.recorder.logDetections({ type: 'face-left', ...face });
  stages.analysis.goOnAfter(analysedUpToMs, detections.newestFaceId);
  for (const { outputs, sequence } of gop) {
    stages.show(outputs);
    stages.analysis.feed(outputs, sequence, stages.now());
  }
  return position;
}

function readAgain(
  entry: KeptEntry,
  { intake, statistics }: RestoredStages,
): { readonly sequence: number; readonly outputs: readonly Output[] } {
  if (entry.kind === 'lost') {
    intake.lose(entry.last);
    return { sequence: entry.last, outputs: [] };
  }
  const outputs = intake.take(entry.octets, entry.sequence);
  statistics.addChunk(entry.octets.length, outputs);
  return { sequence: entry.sequence, outputs };
}

/** Holds no more than a GOP, however long the journal is. */
function continuedGop(gop: CurrentGop, outputs: readonly Output[], sequence: number): CurrentGop {
  let continued = gop;
  for (const output of outputs) {
    if (output.kind === 'gap') continue;
    if (output.kind === 'init-segment') continued = [];
    else if (output.opensWithRandomAccessPoint) continued = [{ outputs: [output.initSegment], sequence }];
    continued.push({ outputs: [output], sequence });
  }
  return continued;
}

function framesUpTo(timestampMs: number, outputs: readonly Output[]): number {
  const isPassed = (block: MediaSegment['blocks'][number]): boolean =>
    block.track.type === 'video' && block.timestampMs <= timestampMs;
  return outputs.reduce(
    (sum, output) => (output.kind === 'media-segment' ? sum + output.blocks.filter(isPassed).length : sum),
    0,
  );
}
