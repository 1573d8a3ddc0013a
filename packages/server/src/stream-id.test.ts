import { isStreamId, randomStreamId } from './stream-id.js';

test.each(['a', 'door-camera_2', 'A'.repeat(64)])('"%s" is a stream ID', (id) => {
  expect(isStreamId(id)).toBe(true);
});

test.each(['', 'A'.repeat(65), '..', 'a/b', 'a\\b', 'a b', 'ä', 'a\n', '.hidden', 'a%2fb'])('"%s" is none', (id) => {
  expect(isStreamId(id)).toBe(false);
});

test('IDs that are made up are valid, and not the same twice', () => {
  const ids = Array.from({ length: 100 }, randomStreamId);
  expect(ids.every(isStreamId)).toBe(true);
  expect(new Set(ids).size).toBe(100);
});
