import { expect, test } from '@jest/globals';
import { wordingOf } from './page-state.js';

test('while the server is gone the page says so, what is kept and when it tries again', () => {
  const wording = wordingOf({
    kind: 'running',
    sends: 'video',
    keptMs: 12_300,
    letGoMs: 0,
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
  expect(
    wordingOf({
      kind: 'running',
      sends: 'video',
      keptMs: 0,
      letGoMs: 0,
      nowMs: 0,
      upload: { kind: 'finishing', stream: 's' },
    }),
  ).toMatchObject({ tone: 'quiet' });
  expect(
    wordingOf({
      kind: 'running',
      sends: 'video',
      keptMs: 0,
      letGoMs: 0,
      nowMs: 0,
      upload: { kind: 'live', stream: 's' },
    }),
  ).toMatchObject({
    tone: 'good',
    pill: 'Live',
  });
});

test('video that could not be kept is said while the server is gone, and as long as the stream lasts', () => {
  const letGo = { chunks: 56, durationMs: 14_000 };
  const reason = { kind: 'closed', message: 'The connection was closed.' } as const;
  const gone = { kind: 'reconnecting', attempt: 9, retryAtMs: 0, reason } as const;
  const running = { kind: 'running', sends: 'video', keptMs: 120_000, nowMs: 0 } as const;
  expect(wordingOf({ ...running, letGoMs: 14_000, upload: gone }).notice?.countdown).toContain(
    '14 s of older video lost',
  );
  const back = { kind: 'live', stream: 's', resumed: { atMs: 0, afterMs: 134_000, letGo } } as const;
  const wording = wordingOf({ ...running, letGoMs: 0, upload: back });
  expect(wording).toMatchObject({ tone: 'warning', pill: 'Live, 14 s lost' });
  expect(wording.notice).toMatchObject({ title: 'The server is back after 134 s' });
  expect(wordingOf({ ...running, letGoMs: 0, nowMs: 60_000, upload: back })).toEqual({
    tone: 'warning',
    pill: 'Live, 14 s lost',
    startLabel: 'Start camera',
  });
});

test('that the server is back and nothing lost is said for a moment', () => {
  const resumed = { atMs: 0, afterMs: 12_000, letGo: { chunks: 0, durationMs: 0 } };
  const running = {
    kind: 'running',
    sends: 'video',
    keptMs: 0,
    letGoMs: 0,
    upload: { kind: 'live', stream: 's', resumed },
  } as const;
  const wording = wordingOf({ ...running, nowMs: 1000 });
  expect(wording).toMatchObject({ tone: 'good', pill: 'Live again' });
  expect(wording.notice?.text).toContain('Nothing is lost');
  expect(wordingOf({ ...running, nowMs: 60_000 })).toEqual({ tone: 'good', pill: 'Live', startLabel: 'Start camera' });
});

test('a page that sends pictures says so as long as it does', () => {
  const running = { kind: 'running', sends: 'pictures', keptMs: 0, letGoMs: 0, nowMs: 60_000 } as const;
  const resumed = { atMs: 0, afterMs: 1000, letGo: { chunks: 0, durationMs: 0 } };
  for (const upload of [{ kind: 'live', stream: 's' } as const, { kind: 'live', stream: 's', resumed } as const])
    expect(wordingOf({ ...running, upload }).pill).toBe('Live, pictures only');
});
