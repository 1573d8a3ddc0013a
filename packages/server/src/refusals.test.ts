import { ServerError } from './errors.js';
import { Refusals } from './refusals.js';

test('refusals are counted by their code', () => {
  const refusals = new Refusals();
  for (const code of ['not-found', 'token-required', 'not-found'] as const) refusals.add(new ServerError(code, ''));
  expect(refusals.counts).toEqual(
    new Map([
      ['not-found', 2],
      ['token-required', 1],
    ]),
  );
});
