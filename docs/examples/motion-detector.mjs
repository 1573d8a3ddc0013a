/** Finds where the picture has changed since the last analysed frame of the same stream. */
export async function createDetector() {
  /** @type {Map<number, Uint8Array>} */
  const pictures = new Map();
  return {
    engine: 'motion by difference',
    /** @param {{ width: number, height: number, pixels: Uint8Array }} frame @param {object} _tasks @param {number} stream */
    async detect({ width, height, pixels }, _tasks, stream) {
      const before = pictures.get(stream);
      pictures.set(stream, pixels.slice());
      if (before?.length !== pixels.length) return [];
      let [left, right, top, bottom, changed] = [width, 0, height, 0, 0];
      for (let pixel = 0; pixel < width * height; pixel += 4) {
        const green = pixel * 3 + 1;
        if (Math.abs(pixels[green] - before[green]) < 32) continue;
        const [x, y] = [pixel % width, Math.floor(pixel / width)];
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
        changed += 4;
      }
      const score = changed / (width * height);
      if (score < 0.002) return [];
      const box = { x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height };
      return [{ score, box }];
    },
  };
}
