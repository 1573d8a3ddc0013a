import { webhookEventOf } from './webhooks.js';

test('a gap, a face and the end of a stream are told', () => {
  expect(webhookEventOf('door', { type: 'gap', code: 'damaged', message: '', startMs: 1, endMs: null })).toEqual({
    type: 'gap',
    stream: 'door',
    code: 'damaged',
    startMs: 1,
    endMs: null,
  });
  expect(webhookEventOf('door', { type: 'ended', stream: 'door', chunks: 3, recordingPath: '/r' })).toEqual({
    type: 'stream.ended',
    stream: 'door',
    chunks: 3,
    recordingPath: '/r',
  });
  const box = { x: 0, y: 0, width: 1, height: 1 };
  expect(webhookEventOf('door', { type: 'face-appeared', faceId: 2, timestampMs: 40, score: 1, box })).toEqual({
    type: 'face.appeared',
    stream: 'door',
    faceId: 2,
    timestampMs: 40,
  });
  expect(webhookEventOf('door', { type: 'face-left', faceId: 2, firstSeenMs: 40, lastSeenMs: 90 })).toEqual({
    type: 'face.left',
    stream: 'door',
    faceId: 2,
    firstSeenMs: 40,
    lastSeenMs: 90,
  });
});

test('an error of the stream is told by log and metrics, not by webhook', () => {
  const error = { type: 'error', code: 'x', message: '', remedy: '', retryable: false } as const;
  expect(webhookEventOf('door', error)).toBeUndefined();
});
