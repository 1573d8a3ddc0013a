import process from 'node:process';

/**
 * Follows the memory of this process beyond what it has at the start, when it holds the input and nothing else.
 *
 * Two numbers, because they answer two questions: `heldOctets` is what cannot be freed (measured right after a garbage
 * collection), `residentOctets` what the machine had to give, with what the collector had not got round to.
 */
export class MemoryPeak {
  #every;
  #samples = 0;
  #heldAtStart;
  #residentAtStart;
  #held = 0;

  /** @param {number} every Samples that are passed over between two that are taken: a collection takes time. */
  constructor(every) {
    this.#every = Math.max(1, every);
    globalThis.gc?.();
    this.#heldAtStart = heldOctets();
    this.#residentAtStart = process.memoryUsage.rss();
  }

  sample() {
    if (this.#samples++ % this.#every !== 0) return;
    globalThis.gc?.();
    this.#held = Math.max(this.#held, heldOctets() - this.#heldAtStart);
  }

  result() {
    const residentOctets = process.resourceUsage().maxRSS * 1024 - this.#residentAtStart;
    return { heldOctets: this.#held, residentOctets };
  }
}

function heldOctets() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
