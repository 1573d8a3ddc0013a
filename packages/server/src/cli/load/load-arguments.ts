import { parseArgs } from 'node:util';
import { messageOf, ServerError } from '../../errors.js';

export const LOAD_HELP = `Flags of load; what stands behind "--" goes to the server that it starts:
  --streams NUMBER    publishers at once; default 4
  --fixture DIR       what each of them publishes at its recorded pace, over and over
  --seconds NUMBER    how long at least, for the fixture is always published whole; default 30
  --minutes NUMBER    the same in minutes
  --fps NUMBER        frames a second to analyse of each stream; 0 records only; default: as the server says
  --url URL           a running server; default: one is started, on a data directory that is deleted afterwards
  --token TOKEN       the admin secret of that server, where it asks for one
  --json              print the report as JSON
`;

export interface LoadArguments {
  readonly streams: number;
  readonly fixture: string;
  readonly seconds: number;
  /** `undefined`: as the server says. */
  readonly fps: number | undefined;
  /** `undefined`: a server is started. */
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly json: boolean;
  /** For the server that is started. */
  readonly serverFlags: readonly string[];
}

const OPTIONS = {
  streams: { type: 'string', default: '4' },
  fixture: { type: 'string' },
  seconds: { type: 'string', default: '30' },
  minutes: { type: 'string' },
  fps: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** @throws ServerError `configuration` naming the flag, what was given, and what is allowed */
export function readLoadArguments(flags: readonly string[]): LoadArguments {
  const end = flags.indexOf('--');
  const own = end === -1 ? flags : flags.slice(0, end);
  const values = parsed(own);
  const { fixture, url } = values;
  if (fixture === undefined)
    throw new ServerError(
      'configuration',
      'load needs --fixture, for example: npm run load -- --fixture fixtures/NAME',
    );
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new ServerError('configuration', `--url is "${url}"; allowed: http://HOST:PORT/ or https://`);
  return {
    fixture,
    url,
    streams: numberOf('streams', values.streams, 1, 10_000),
    seconds:
      values.minutes === undefined
        ? numberOf('seconds', values.seconds, 1, 86_400)
        : numberOf('minutes', values.minutes, 0.1, 1440) * 60,
    fps: values.fps === undefined ? undefined : numberOf('fps', values.fps, 0, 120),
    token: values.token,
    json: values.json,
    serverFlags: end === -1 ? [] : flags.slice(end + 1),
  };
}

function parsed(flags: readonly string[]) {
  try {
    return parseArgs({ args: [...flags], options: OPTIONS, strict: true }).values;
  } catch (thrown) {
    throw new ServerError('configuration', messageOf(thrown), { cause: thrown });
  }
}

function numberOf(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new ServerError('configuration', `--${flag} is "${text}"; allowed: number from ${min} to ${max}`);
}
