/**
 * A detector of one's own, as anybody would write it: finds the brightness of the picture, ends its worker at a black
 * picture and throws at a white one.
 *
 * @type {import('../../../src/detect/index.js').CreateDetector}
 */
export const createDetector = async ({ name }) => {
  return {
    engine: `own ${name}`,
    async detect({ pixels }) {
      const brightness = pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255;
      if (brightness === 0) process.exit(7);
      if (brightness === 1) throw new Error('too bright');
      return [{ score: brightness, box: { x: 0, y: 0, width: 1, height: 1 } }];
    },
    async close() {},
  };
};
