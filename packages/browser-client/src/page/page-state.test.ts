import { expect, test } from '@jest/globals';
import { wordingOf } from './page-state.js';

test('while the server is gone the page says so, what is kept and when it tries again', () => {
  const wording = wordingOf({
    kind: 'running',
    keptMs: 12_300,
    nowMs: 1000,
    upload: {
      kind: 'reconnecting',
      attempt: 3,
      retryAtMs: 3500,
      reason: { kind: 'unreachable', message: 'The server could not be reached.' },
    },
  });
  expect(wording.pill).toBe('Server gone');
  expect(wording.notice?.text).toContain('The server could not be reached.');
  expect(wording.notice?.countdown).toContain('12 s of video kept.');
  expect(wording.notice?.countdown).toContain('Next attempt in 3 s.');
});

test('a problem is a title, what happened and what to do', () => {
  const wording = wordingOf({ kind: 'problem', code: 'camera-busy', message: 'It is busy.', remedy: 'Close others.' });
  expect(wording.problem).toEqual({ title: 'Camera is busy', message: 'It is busy.', remedy: 'Close others.' });
  expect(wording).toMatchObject({ tone: 'bad', startLabel: 'Try again' });
});

test('a stream that is being closed does not look live', () => {
  expect(wordingOf({ kind: 'running', keptMs: 0, nowMs: 0, upload: { kind: 'finishing', stream: 's' } })).toMatchObject(
    { tone: 'quiet' },
  );
  expect(wordingOf({ kind: 'running', keptMs: 0, nowMs: 0, upload: { kind: 'live', stream: 's' } })).toMatchObject({
    tone: 'good',
    pill: 'Live',
  });
});
