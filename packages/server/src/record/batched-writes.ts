import type { OrderedWriter } from './ordered-writer.js';
import type { FileWrite, RecordFile } from './record-file.js';

interface WaitingWrites {
  readonly writes: readonly FileWrite[];
  readonly octets: number;
}

/**
 * Takes writes that belong together and does them in the order they came. What comes while the disk is busy goes out
 * together: each file then gets one write, and one sync serves all.
 */
export class BatchedWrites {
  readonly #writer: OrderedWriter;
  readonly #afterBatch: () => Promise<void>;
  #waiting: WaitingWrites[] = [];
  #batch: Promise<void> | undefined;
  #waitingOctets = 0;

  /** @param afterBatch what must be done before anybody hears that a batch is written */
  constructor(writer: OrderedWriter, afterBatch: () => Promise<void>) {
    this.#writer = writer;
    this.#afterBatch = afterBatch;
  }

  /** Octets that were taken and are not written. */
  get waitingOctets(): number {
    return this.#waitingOctets;
  }

  /**
   * @returns resolves when all of `writes` are in their files, and everything that was added before
   * @throws WriterAbandonedError when the writer was given up before
   */
  add(writes: readonly FileWrite[]): Promise<void> {
    const octets = writes.reduce((sum, write) => sum + write.octets.length, 0);
    this.#waiting.push({ writes, octets });
    this.#waitingOctets += octets;
    this.#batch ??= this.#schedule();
    return this.#batch;
  }

  #schedule(): Promise<void> {
    let batch: readonly WaitingWrites[] | undefined;
    const job = async (): Promise<void> => {
      // Taken once and kept for the next try.
      batch ??= this.#takeWaiting();
      await writeAll(batch.flatMap(({ writes }) => writes));
      await this.#afterBatch();
    };
    return this.#writer.add(job).finally(() => {
      for (const { octets } of batch ?? this.#takeWaiting()) this.#waitingOctets -= octets;
    });
  }

  #takeWaiting(): readonly WaitingWrites[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#batch = undefined;
    return waiting;
  }
}

/** File by file, in the order in which each is first named: the journal is named first. */
async function writeAll(writes: readonly FileWrite[]): Promise<void> {
  const byFile = new Map<RecordFile, FileWrite[]>();
  for (const write of writes) {
    const of = byFile.get(write.file);
    if (of === undefined) byFile.set(write.file, [write]);
    else of.push(write);
  }
  for (const [file, ofFile] of byFile) {
    for (const run of runsOf(ofFile)) await file.write(run.position, run.octets);
  }
}

/** Joins writes that stand behind one another. */
function runsOf(writes: readonly FileWrite[]): readonly Pick<FileWrite, 'position' | 'octets'>[] {
  const runs: { readonly position: number; readonly parts: Uint8Array[]; end: number }[] = [];
  for (const { position, octets } of writes) {
    const last = runs.at(-1);
    if (last?.end === position) {
      last.parts.push(octets);
      last.end += octets.length;
    } else {
      runs.push({ position, parts: [octets], end: position + octets.length });
    }
  }
  return runs.map(({ position, parts }) => {
    const [only] = parts;
    return { position, octets: parts.length === 1 && only !== undefined ? only : Buffer.concat(parts) };
  });
}
