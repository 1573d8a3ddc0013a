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
    collectGarbage();
    this.#heldAtStart = heldOctets();
    this.#residentAtStart = process.memoryUsage.rss();
  }

  sample() {
    if (this.#samples++ % this.#every !== 0) return;
    collectGarbage();
    this.#held = Math.max(this.#held, heldOctets() - this.#heldAtStart);
  }

  result() {
    const residentOctets = process.resourceUsage().maxRSS * 1024 - this.#residentAtStart;
    return { heldOctets: this.#held, residentOctets };
  }
}

/**
 * Twice: V8 gives the memory of dead ArrayBuffers back beside the program, some time after a collection, and waits for
 * that only where the next one begins. After one alone, all that was fed since the last sample may still be counted.
 */
function collectGarbage() {
  globalThis.gc?.();
  globalThis.gc?.();
}

function heldOctets() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
