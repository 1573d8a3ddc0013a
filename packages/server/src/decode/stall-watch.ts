/** What to watch for. */
export interface StallWatchOptions {
  /** Silence that is too long, in ms. */
  readonly timeoutMs: number;
  /** Whether something is expected at all: a process without work may be silent. */
  readonly isExpected: () => boolean;
  /** Called once, when there was no sign of life for `timeoutMs` although one was expected. */
  readonly onStall: (silentMs: number) => void;
  /**
   * The clock, in ms.
   *
   * @defaultValue `performance.now`
   */
  readonly now?: () => number;
}

/** A watchdog for a process that may hang. */
export interface StallWatch {
  /** Something moved: the silence begins anew. */
  signOfLife(): void;
  /** Looks at the clock now. It is called by itself a few times in each `timeoutMs`. */
  check(): void;
  stop(): void;
}

/** Starts watching. The timer keeps no process alive. */
export function watchForStall(options: StallWatchOptions): StallWatch {
  const now = options.now ?? (() => performance.now());
  let lastSignMs = now();
  const timer = setInterval(() => watch.check(), Math.max(10, options.timeoutMs / 4));
  timer.unref();
  const watch: StallWatch = {
    signOfLife: () => {
      lastSignMs = now();
    },
    check: () => {
      if (!options.isExpected()) return watch.signOfLife();
      const silentMs = now() - lastSignMs;
      if (silentMs < options.timeoutMs) return;
      watch.stop();
      options.onStall(Math.round(silentMs));
    },
    stop: () => clearInterval(timer),
  };
  return watch;
}
