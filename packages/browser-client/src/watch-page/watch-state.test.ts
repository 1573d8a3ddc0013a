import { fetchKept, readKept } from './recordings.js';
import { wordsFor, type WatchState } from './watch-state.js';

const over = { isOver: true, recordings: ['/api/streams/a/recording.webm'] };

test('the picture speaks for itself while there is one', () => {
  for (const kind of ['connecting', 'watching'] as const) expect(wordsFor({ kind }).title).toBeUndefined();
});

test.each<[string, WatchState, string, string]>([
  ['ended with a recording', { kind: 'ended', kept: over }, 'This stream has ended', 'Its recording is kept:'],
  [
    'ended with images',
    { kind: 'ended', kept: { ...over, recordings: [], images: '/f' } },
    'This stream has ended',
    'Its images are kept:',
  ],
  ['ended without one', { kind: 'ended', kept: undefined }, 'This stream has ended', 'Nothing of it was kept.'],
  ['over before anybody came', { kind: 'not-live', kept: over }, 'This stream has ended', 'Its recording is kept:'],
  [
    'not there yet',
    { kind: 'not-live', kept: undefined },
    'This stream is not live',
    'The picture begins by itself as soon as its publisher does.',
  ],
  [
    'refused',
    { kind: 'refused', error: { code: 'token-required', message: 'this server asks for a token', remedy: 'Ask.' } },
    'The server did not let you in',
    'This server asks for a token.',
  ],
])('a stream that is %s', (_, state, title, text) => {
  expect(wordsFor(state)).toMatchObject({ title, text });
});

test('what the server keeps is read with the token that opens it', () => {
  const answer = { state: 'ended', recordings: [{ path: '/r.webm', octets: 1 }, { octets: 2 }, null] };
  expect(readKept(answer, 'abc')).toEqual({ isOver: true, recordings: ['/r.webm?token=abc'] });
  const images = { state: 'ended', recordings: [], mimeType: 'image/jpeg', framesPath: '/frames' };
  expect(readKept(images, 'abc')).toEqual({ isOver: true, recordings: [], images: '/frames?token=abc' });
  expect(readKept({ ...images, mimeType: 'video/webm' }, 'abc')).toEqual({ isOver: true, recordings: [] });
  expect(readKept('nonsense', undefined)).toEqual({ isOver: false, recordings: [] });
});

test('a server that cannot be asked keeps nothing that is known of', async () => {
  const broken = async (): Promise<Response> => Promise.reject(new TypeError('network'));
  expect(await fetchKept('a', undefined, broken)).toBeUndefined();
});
