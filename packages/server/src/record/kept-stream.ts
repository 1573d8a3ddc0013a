import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Output } from 'webm-reassembler';
import { type KeptDetections, readKeptDetections } from './detection-log.js';
import type { JournalEntry } from './journal/journal-entry.js';
import { JournalReader, type JournalTail } from './journal/journal-reader.js';
import type { JournalStart } from './journal/journal-start.js';
import { RecordFile } from './record-file.js';
import { readKeptStills } from './still-files.js';
import type { KeptStills } from './still-record.js';
import { JOURNAL_NAME, type RecorderOptions, StreamRecorder } from './stream-recorder.js';

/** What may wait for the disk while a journal is gone through. */
const MAX_WAITING_OCTETS = 8 * 1024 * 1024;

/** An entry of a journal that is gone through, without its start. */
export type KeptEntry = Exclude<JournalEntry, { readonly kind: 'start' }>;

/** A stream that another process recorded and did not end: with its journal it can go on as if nothing had been. */
export class KeptStream {
  readonly start: JournalStart;
  readonly detections: KeptDetections;
  readonly stills: KeptStills;
  readonly recorder: StreamRecorder;
  readonly #path: string;
  readonly #journal: RecordFile;
  readonly #reader: JournalReader;

  private constructor(parts: {
    readonly start: JournalStart;
    readonly detections: KeptDetections;
    readonly stills: KeptStills;
    readonly recorder: StreamRecorder;
    readonly journal: RecordFile;
    readonly reader: JournalReader;
  }) {
    this.start = parts.start;
    this.detections = parts.detections;
    this.stills = parts.stills;
    this.recorder = parts.recorder;
    this.#path = parts.journal.path;
    this.#journal = parts.journal;
    this.#reader = parts.reader;
  }

  /** @throws Error when the journal cannot be read, or does not begin as one */
  static async open(directory: string, options: RecorderOptions): Promise<KeptStream> {
    const journal = new RecordFile(join(directory, JOURNAL_NAME));
    const reader = await JournalReader.open(journal.path);
    try {
      const first = await reader.next();
      if (first.kind === 'end' || first.entry.kind !== 'start')
        throw new Error(`${journal.path} does not begin as a journal`);
      const detections = await readKeptDetections(join(directory, 'detections.ndjson'));
      const stills = await readKeptStills(directory);
      const octets = { detections: detections.octets, stills: stills.octets };
      const recorder = new StreamRecorder(directory, options, journal, octets);
      return new KeptStream({ start: first.entry.start, detections, stills, recorder, journal, reader });
    } catch (thrown) {
      await reader.close();
      throw thrown;
    }
  }

  /**
   * Goes through the journal and writes what follows from it once more, to the places where it was or should have been.
   * Octets that are no entry are cut off; where they are damaged they are kept beside, as `ingest.journal.damaged`.
   *
   * @param follow gives what an entry completes
   */
  async follow(follow: (entry: KeptEntry) => readonly Output[]): Promise<JournalTail> {
    try {
      for (;;) {
        const step = await this.#reader.next();
        if (step.kind === 'end') return await this.#end(step.at, step.tail);
        if (step.entry.kind !== 'start') await this.#retake(step.entry, follow(step.entry));
      }
    } finally {
      await this.#reader.close();
    }
  }

  async #retake(entry: KeptEntry, outputs: readonly Output[]): Promise<void> {
    const sequence = entry.kind === 'chunk' ? entry.sequence : entry.last;
    const written = this.recorder.retake(outputs, sequence);
    if (this.recorder.waitingOctets > MAX_WAITING_OCTETS) await written;
    else written.catch(() => undefined);
  }

  async #end(at: number, tail: JournalTail): Promise<JournalTail> {
    if (tail.kind === 'damaged')
      await pipeline(createReadStream(this.#path, { start: at }), createWriteStream(`${this.#path}.damaged`));
    this.#journal.goOnAt(at);
    await this.recorder.retaken();
    return tail;
  }
}
