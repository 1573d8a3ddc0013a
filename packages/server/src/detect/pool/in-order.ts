/** Reports what becomes of tasks in the order in which they were begun, whatever the order in which they finish. */
export class InOrder {
  readonly #begun: Task[] = [];

  /** How many tasks were begun and not reported. */
  get pending(): number {
    return this.#begun.length;
  }

  /** Begins a task. What is returned is called once, with what to do when all tasks before this one are reported. */
  begin(): (report: () => void) => void {
    const task: Task = { report: undefined };
    this.#begun.push(task);
    return (report) => {
      task.report = report;
      this.#reportFinished();
    };
  }

  #reportFinished(): void {
    for (let first = this.#begun[0]; first?.report !== undefined; first = this.#begun[0]) {
      this.#begun.shift();
      first.report();
    }
  }
}

interface Task {
  report: (() => void) | undefined;
}
