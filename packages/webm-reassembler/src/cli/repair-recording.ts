import { stat } from 'node:fs/promises';
import type { InnerOptions } from '../options.js';
import type { ReassemblerOptions } from '../reassembler.js';
import type { RecordingOptions } from '../segments/recording/recording-options.js';
import { RecordingWriter } from '../segments/recording/recording-writer.js';
import type { Gap, Output } from '../segments/outputs.js';
import { UnwrittenBatch } from '../segments/unwritten-segment.js';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';
import { Losses } from './losses.js';
import { readSource } from './read-source.js';
import { RecordingFiles, type WrittenPart } from './recording-files.js';
import { openSource, type Source } from './source.js';

/** What can be said of a recording that is to be repaired. */
export type RepairOptions = Pick<ReassemblerOptions, 'mimeType' | 'h264'> & Pick<RecordingOptions, 'startsAtZero'>;

/** What {@link repairRecording} has done. */
export interface RepairReport {
  /** The files that were written. None where nothing could be saved, more than one where codec or tracks change. */
  readonly parts: readonly WrittenPart[];
  /** Blocks that were saved. */
  readonly blocks: number;
  /** What was lost, up to the first thousand gaps; empty where the recording is whole. */
  readonly gaps: readonly Gap[];
  /** Gaps in all. */
  readonly gapCount: number;
}

/**
 * Writes a seekable recording from a file, or from a folder of chunks named `NNNN.bin`: with Duration, Cues and SeekHead,
 * in memory that does not grow with it. Damaged recordings are saved as far as they can be.
 *
 * @param from - a file or a folder
 * @param to - the file to write, anew if it is there; further parts are numbered: `talk.webm`, `talk-2.webm`
 * @param options - what to take tracks for that have lost their header, how to write H.264, and where times begin
 * @throws {@link CommandError} where `from` is not there or is `to`, and the errors of the file system
 *
 * @example
 * ```ts
 * const { parts, gaps } = await repairRecording('talk-as-recorded.webm', 'talk.webm');
 * ```
 */
export async function repairRecording(from: string, to: string, options: RepairOptions = {}): Promise<RepairReport> {
  const source = await openSource(from);
  await refuseToOverwrite(source, to);
  const { startsAtZero = false, ...reading } = options;
  const writer = new RecordingWriter({ clusters: 'full', startsAtZero });
  const files = new RecordingFiles(to);
  const losses = new Losses();
  let blocks = 0;
  try {
    for await (const { outputs } of readSource(source, withoutCopies(reading))) {
      losses.add(outputs);
      blocks += countBlocks(outputs);
      await files.apply(writer.add(outputs));
    }
    await files.apply(writer.end());
  } finally {
    await files.close();
  }
  return { parts: files.written, blocks, gaps: losses.gaps, gapCount: losses.count };
}

/** What was read goes to the disk from where it is: each piece of a source has memory of its own. */
function withoutCopies(options: ReassemblerOptions): ReassemblerOptions & Pick<InnerOptions, 'batch'> {
  return { ...options, batch: () => new UnwrittenBatch() };
}

function countBlocks(outputs: readonly Output[]): number {
  let blocks = 0;
  for (const output of outputs) if (output.kind === 'media-segment') blocks += output.blocks.length;
  return blocks;
}

/** Writing begins by emptying the file: that must not be what is to be read. */
async function refuseToOverwrite(source: Source, to: string): Promise<void> {
  const target = await stat(to).catch(() => undefined);
  if (target === undefined) return;
  if (target.isDirectory()) throw new CommandError(ExitCode.WrongUsage, `${to} is a folder; name the file to write`);
  for (const path of source.files) {
    const read = await stat(path);
    if (read.ino === target.ino && read.dev === target.dev) {
      throw new CommandError(ExitCode.WrongUsage, `${to} is what is to be read; name another file to write`);
    }
  }
}
