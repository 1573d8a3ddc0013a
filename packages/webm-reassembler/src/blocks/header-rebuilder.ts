import type { HeldBlock, HeldBlocks, HeldBlocksHost } from './held-blocks.js';
import { LostHeader } from './lost-header.js';

/** Holds blocks that no header describes, and hands them back once their tracks are told, or cannot be. */
export class HeaderRebuilder implements HeldBlocks {
  readonly #host: HeldBlocksHost;
  readonly #mimeType: string;
  readonly #maxOctets: number;
  /** What is known of the recording whose header never came. */
  #lost: LostHeader | undefined;

  /** @param maxOctets - of blocks to hold; beyond, the oldest are let go */
  constructor(host: HeldBlocksHost, mimeType: string, maxOctets: number) {
    this.#host = host;
    this.#mimeType = mimeType;
    this.#maxOctets = maxOctets;
  }

  hold(block: HeldBlock): boolean {
    this.#lost ??= new LostHeader(this.#mimeType, this.#maxOctets);
    const isPossible = this.#lost.hold(block);
    if (isPossible) this.#rebuild(false);
    else this.#giveUp();
    return isPossible;
  }

  note(tell: () => void): void {
    if (this.#lost === undefined) tell();
    else this.#lost.note(tell);
  }

  settle(): void {
    this.#rebuild(true);
    this.#giveUp();
  }

  /** The tracks cannot be told from what is held. What was noted meanwhile is told nonetheless. */
  #giveUp(): void {
    const lost = this.#lost;
    this.#lost = undefined;
    lost?.release(() => undefined);
  }

  #rebuild(isEnd: boolean): void {
    const lost = this.#lost;
    const tracks = lost?.rebuild(isEnd);
    if (lost === undefined || tracks === undefined) return;
    this.#lost = undefined;
    if (!this.#host.readRebuilt(tracks.slice(), lost.docType)) return;
    lost.release((held) => {
      this.#host.readHeld(held);
    });
  }
}
