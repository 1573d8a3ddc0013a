import process from 'node:process';

/** When an activity is first shown, and how often again: on a terminal in place, elsewhere as a new line. */
const TERMINAL_PACE = { firstMs: 100, thenMs: 1_000 };
const LOG_PACE = { firstMs: 1_000, thenMs: 20_000 };

/**
 * What a step's work is handed: it tells what is being done now, so that a wait has a reason.
 *
 * @typedef {(activity: string) => void} Tell
 */

/**
 * Runs steps one after another and shows each as one short line with its time: `[2/4] npm packages: installed (38 s)`.
 *
 * @param {readonly { readonly title: string, readonly work: (tell: Tell) => Promise<string> }[]} steps Each resolves to
 *   its outcome in a few words.
 * @returns {Promise<void>} Rejects with the error of the first step that fails.
 */
export async function runSteps(steps) {
  for (const [index, { title, work }] of steps.entries()) {
    await runStep(`[${index + 1}/${steps.length}] ${title}:`, work);
  }
}

/**
 * @param {string} head
 * @param {(tell: Tell) => Promise<string>} work
 */
async function runStep(head, work) {
  const line = new ProgressLine(head);
  try {
    line.end(await work((activity) => line.tell(activity)));
  } catch (error) {
    line.end('failed');
    throw error;
  }
}

/** One step's line, on stderr: stdout belongs to the results of the script that asked for the steps. */
class ProgressLine {
  #activity = '';
  #startedAt = performance.now();
  #pace = process.stderr.isTTY ? TERMINAL_PACE : LOG_PACE;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {string} head */
  constructor(head) {
    this.head = head;
  }

  /** @param {string} activity */
  tell(activity) {
    this.#activity = activity;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), this.#pace.firstMs);
  }

  /** @param {string} outcome */
  end(outcome) {
    clearTimeout(this.#timer);
    const clear = process.stderr.isTTY ? '\r\u001b[K' : '';
    process.stderr.write(`${clear}${this.head} ${outcome} (${this.#elapsed()})\n`);
  }

  #show() {
    if (process.stderr.isTTY) {
      const width = process.stderr.columns - 1; // a line that wraps could not be cleared
      process.stderr.write(`\r\u001b[K${`${this.head} ${this.#elapsed()} ${this.#activity}`.slice(0, width)}`);
    } else {
      process.stderr.write(`${this.head} ${this.#activity || 'still at it'} ... ${this.#elapsed()}\n`);
      this.#activity = ''; // said once
    }
    this.#timer = setTimeout(() => this.#show(), this.#pace.thenMs);
  }

  #elapsed() {
    return inSeconds(performance.now() - this.#startedAt);
  }
}

/**
 * A duration for people: tenths below ten seconds, whole seconds above.
 *
 * @param {number} durationMs
 * @returns {string}
 */
export function inSeconds(durationMs) {
  const seconds = durationMs / 1_000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
