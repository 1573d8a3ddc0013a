import process from 'node:process';

/** One line on stderr that says what is going on and for how long; plain lines where stderr is no terminal. */
export class Progress {
  #startedAt = performance.now();

  /** @param {string} text */
  tell(text) {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(0);
    const line = `${seconds.padStart(4)} s  ${text}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[2K${line}` : `${line}\n`);
  }

  end() {
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[2K');
  }
}
