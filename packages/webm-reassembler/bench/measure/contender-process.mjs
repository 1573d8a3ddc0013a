import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));

/**
 * @typedef {'warm-up' | 'time' | 'memory'} Job
 *
 * @typedef {object} Timing
 * @property {number} ms Median of the readings of the round.
 * @property {number} memcpyMs Copying the same octets, in the same process, right before each: median too.
 * @property {number} octets
 * @property {number} chunks
 * @property {import('../contenders/tally.mjs').Tally} tally
 *
 * @typedef {{ readonly heldOctets: number, readonly residentOctets: number }} Memory
 *
 * @typedef {{ readonly error: string }} Failure
 */

/** A contender with its input, in a process of its own, which waits until it is asked. */
export class ContenderProcess {
  #child;
  #limitMs;
  #hasEnded = false;

  /**
   * @param {string} caseName
   * @param {string} contenderName
   * @param {number} octets
   * @param {number} limitSeconds
   */
  constructor(caseName, contenderName, octets, limitSeconds) {
    this.#limitMs = limitSeconds * 1000;
    this.#child = fork(CHILD, [caseName, contenderName, String(octets)], {
      execArgv: ['--expose-gc', '--max-old-space-size=4096'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const died = once(this.#child, 'exit').then(() => {
      this.#hasEnded = true;
    });
    /** Settles when it has its input, or is dead. */
    this.ready = Promise.race([once(this.#child, 'message'), died]);
  }

  get hasEnded() {
    return this.#hasEnded;
  }

  /**
   * @param {Job} job
   * @returns {Promise<unknown>} What the child answers; a failure when it takes too long or dies.
   */
  async do(job) {
    await this.ready;
    if (this.#hasEnded) return { error: 'its process died' };
    this.#child.send(job);
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish({ error: `no end in ${this.#limitMs / 1000} s` }, true), this.#limitMs);
      const onExit = () => finish({ error: 'its process died' }, true);
      /** @param {unknown} answer */
      const onMessage = (answer) => finish(answer, false);
      /**
       * @param {unknown} answer
       * @param {boolean} isOver
       */
      const finish = (answer, isOver) => {
        clearTimeout(timer);
        this.#child.off('exit', onExit).off('message', onMessage);
        if (isOver) this.end();
        resolve(answer);
      };
      this.#child.once('exit', onExit).once('message', onMessage);
    });
  }

  end() {
    this.#hasEnded = true;
    this.#child.kill('SIGKILL');
  }
}
