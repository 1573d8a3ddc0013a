/** A detector in trouble: what a frame is 1, 2, 3 pixels wide for. */
export async function createDetector() {
  return {
    engine: 'troubled',
    async detect({ width }) {
      if (width === 1) throw new Error('as it was told');
      if (width === 2) process.kill(process.pid, 'SIGKILL');
      // This is the trouble: it never comes back.
      if (width === 3) for (;;) {}
      return [{ score: 1, box: { x: 0, y: 0, width: 1, height: 1 } }];
    },
  };
}
