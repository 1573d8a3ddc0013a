/** Finds the same described face in every frame: what becomes of a descriptor does not depend on who made it. */
export async function createDetector() {
  return {
    engine: 'describing',
    /** @param {unknown} _frame @param {{ readonly maxFaces: number, readonly descriptors: boolean }} tasks */
    async detect(_frame, tasks) {
      const face = { score: 0.9, box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } };
      const faces = Array.from({ length: 3 }, () => face).slice(0, tasks.maxFaces);
      return faces.map((found) => (tasks.descriptors ? { ...found, descriptor: [0.123456789, 0.5] } : found));
    },
  };
}
