import { expect } from '@jest/globals';
import { ServerError } from '../errors.js';
import { loadCanvas } from './canvas-package.js';

test('where canvas cannot be loaded the error says which packages are missing and what to run', async () => {
  const thrown: unknown = await loadCanvas('canvas-that-is-not-there').catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ServerError);
  expect(thrown).toMatchObject({
    code: 'canvas-missing',
    message: expect.stringMatching(
      /apt install libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev, then npm rebuild canvas/,
    ),
  });
});
