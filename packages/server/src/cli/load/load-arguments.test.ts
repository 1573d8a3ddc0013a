import { readLoadArguments } from './load-arguments.js';

test('what is not given has a default, and what stands behind -- is for the server', () => {
  expect(readLoadArguments(['--fixture', 'f', '--streams', '3', '--', '--detector-workers', '2'])).toEqual({
    fixture: 'f',
    streams: 3,
    seconds: 30,
    fps: undefined,
    url: undefined,
    token: undefined,
    json: false,
    serverFlags: ['--detector-workers', '2'],
  });
});

test.each([
  ['no fixture', [], '--fixture'],
  ['no number', ['--fixture', 'f', '--streams', 'many'], '--streams is "many"'],
  ['too many streams', ['--fixture', 'f', '--streams', '100000'], 'from 1 to 10000'],
  ['an address that is none', ['--fixture', 'f', '--url', 'ftp://x'], '--url is "ftp://x"'],
  ['an unknown flag', ['--fixture', 'f', '--fly'], '--fly'],
])('%s is refused by name', (_, flags, message) => {
  expect(() => readLoadArguments(flags)).toThrow(message);
});
