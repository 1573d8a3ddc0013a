import { ServerError } from '../errors.js';
import { CONFIGURATION_KEYS } from './keys.js';
import { readConfiguration } from './read-configuration.js';

function refusal(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): ServerError {
  try {
    readConfiguration({ flags, environment });
  } catch (thrown) {
    if (thrown instanceof ServerError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

test('without flags and variables every key has its default', () => {
  const configuration = readConfiguration({ flags: [], environment: {} });
  expect(configuration).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDirectory: './data',
    maxMessageOctets: 4 * 1024 * 1024,
  });
  expect(Object.keys(configuration)).toEqual(Object.keys(CONFIGURATION_KEYS));
});

test('a flag goes before its variable, and a variable before the default', () => {
  const environment = { WEBM_REASSEMBLER_PORT: '9000', WEBM_REASSEMBLER_HOST: 'localhost' };
  expect(readConfiguration({ flags: ['--port', '0'], environment })).toMatchObject({ port: 0, host: 'localhost' });
});

test('an empty variable is a variable that is not set', () => {
  expect(readConfiguration({ flags: [], environment: { FFMPEG_PATH: '', WEBM_REASSEMBLER_PORT: '' } })).toMatchObject({
    ffmpegPath: undefined,
    port: 8080,
  });
});

test('a refusal names the flag, what was given, and what is allowed', () => {
  const error = refusal(['--port=70000']);
  expect(error.code).toBe('configuration');
  expect(error.message).toBe('--port is "70000"; allowed: integer from 0 to 65535');
});

test('a refusal names the variable where the value came from one', () => {
  expect(refusal([], { WEBM_REASSEMBLER_LOG_LEVEL: 'loud' }).message).toBe(
    'WEBM_REASSEMBLER_LOG_LEVEL is "loud"; allowed: one of fatal, error, warn, info, debug, trace, silent',
  );
});

test('an unknown flag and a stray word are refused', () => {
  expect(refusal(['--prot', '1']).message).toContain('--prot');
  expect(refusal(['data']).message).toContain('data');
});

test.each(['', ' ', '1.5', '0x', 'NaN', '-1', 'Infinity'])('"%s" is no port', (text) => {
  expect(refusal([`--port=${text}`]).code).toBe('configuration');
});

test('origins are read as a list, and what is more than an origin is refused', () => {
  const flags = ['--allowed-origins', 'https://a.example, http://b.example:81'];
  expect(readConfiguration({ flags, environment: {} }).allowedOrigins).toEqual([
    'https://a.example',
    'http://b.example:81',
  ]);
  expect(refusal(['--allowed-origins', 'https://a.example/path']).message).toContain(
    'origins like https://example.org',
  );
});

test('no two keys share a flag or a variable', () => {
  const keys = Object.values(CONFIGURATION_KEYS);
  expect(new Set(keys.map((key) => key.flag)).size).toBe(keys.length);
  expect(new Set(keys.map((key) => key.variable)).size).toBe(keys.length);
});
