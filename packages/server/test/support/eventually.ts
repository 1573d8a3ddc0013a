/** Looks until it sees what is wanted, and says what it saw last when that never comes. */
export async function eventually<Value>(
  look: () => Promise<Value> | Value,
  isWanted: (value: Value) => boolean,
  withinMs = 60_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (isWanted(value)) return value;
    if (performance.now() > deadline) throw new Error(`after ${withinMs} ms it is still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
