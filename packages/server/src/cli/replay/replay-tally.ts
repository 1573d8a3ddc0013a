import type { ServerMessage } from '@webm-reassembler/protocol';

/** Counts what came of a replay. */
export class ReplayTally {
  #sent = 0;
  #acknowledged = 0;
  #framesAnalysed = 0;
  #framesSkipped = 0;
  #faces = 0;
  #gaps = 0;
  readonly #totalMs: number[] = [];

  addSent(): void {
    this.#sent += 1;
  }

  add(message: ServerMessage): void {
    if (message.type === 'ack') this.#acknowledged = message.sequence + 1;
    if (message.type === 'gap') this.#gaps += 1;
    if (message.type === 'status') this.#framesSkipped = message.framesSkipped;
    if (message.type !== 'detections') return;
    this.#framesAnalysed += 1;
    this.#faces += message.detections.length;
    this.#totalMs.push(message.timings.totalMs);
  }

  get isComplete(): boolean {
    return this.#acknowledged === this.#sent;
  }

  /** One line for people. */
  summary(): string {
    const counts =
      `${this.#sent} chunks sent, ${this.#acknowledged} acknowledged, ${this.#framesAnalysed} frames analysed, ` +
      `${this.#framesSkipped} skipped, ${this.#faces} faces, ${this.#gaps} gaps`;
    const sorted = [...this.#totalMs].sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)];
    return median === undefined ? counts : `${counts}; from chunk to result ${median.toFixed(0)} ms (median)`;
  }
}
