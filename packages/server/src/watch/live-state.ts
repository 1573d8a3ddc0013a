const LIVE_STATES: ReadonlySet<string> = new Set(['publishing', 'waiting']);

/** Whether a stream in this state can be watched: its publisher is there, or may come back. */
export function isLiveState(state: string): boolean {
  return LIVE_STATES.has(state);
}
