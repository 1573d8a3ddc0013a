import { asServerError, ServerError } from './errors.js';

test('an error answers with its code, what happened, and what to do', () => {
  expect(new ServerError('stream-ended', 'stream a has ended').answer()).toEqual({
    code: 'stream-ended',
    message: 'stream a has ended',
    remedy: 'Start a new stream under another ID, or without one.',
    retryable: false,
  });
});

test('whatever was thrown becomes an error with its message, and a ServerError stays what it is', () => {
  const known = new ServerError('not-found', 'gone');
  expect(asServerError(known)).toBe(known);
  const cause = new TypeError('broken');
  expect(asServerError(cause)).toMatchObject({ code: 'internal-error', message: 'broken', cause });
  expect(asServerError('text').message).toBe('text');
});
