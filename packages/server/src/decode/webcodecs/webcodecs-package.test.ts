import { expect } from '@jest/globals';
import { requireWebcodecs } from './webcodecs-package.js';

test('where the package or its part for the platform is missing, the error says what to do', async () => {
  const missing = requireWebcodecs(() => Promise.reject(new Error('Cannot find native binding.\n- tried a.node')));
  await expect(missing).rejects.toMatchObject({
    code: 'webcodecs-missing',
    message: '@napi-rs/webcodecs cannot be loaded: Cannot find native binding.',
    remedy: expect.stringMatching(/leave --decoder out.*npm install/),
  });
});

test('where it can be loaded nothing is said', async () => {
  await expect(requireWebcodecs(async () => ({}))).resolves.toBeUndefined();
});
