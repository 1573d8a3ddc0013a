/** Remembers the last few measurements and gives their median, which one hiccup does not move. */
export class RollingMedian {
  readonly #size: number;
  #values: readonly number[] = [];

  constructor(size = 15) {
    this.#size = size;
  }

  add(value: number): void {
    this.#values = [...this.#values, value].slice(-this.#size);
  }

  get median(): number | undefined {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }
}
