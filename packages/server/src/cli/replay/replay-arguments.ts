import { parseArgs } from 'node:util';
import { messageOf, ServerError } from '../../errors.js';

export const REPLAY_HELP = `Flags of replay:
  FIXTURE             directory with manifest.json and 0000.bin, 0001.bin, ...
  --url URL           ingest of the server; default ws://127.0.0.1:8080/ingest
  --speed NUMBER      times the recorded pace; default 1
  --stream ID         publish under this ID; default: the server makes one up
  --json              print one JSON object a line
`;

export interface ReplayArguments {
  readonly fixture: string;
  readonly url: string;
  readonly speed: number;
  readonly stream: string | undefined;
  readonly json: boolean;
}

const OPTIONS = {
  url: { type: 'string', default: 'ws://127.0.0.1:8080/ingest' },
  speed: { type: 'string', default: '1' },
  stream: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** @throws ServerError `configuration` naming the flag, what was given, and what is allowed */
export function readReplayArguments(flags: readonly string[]): ReplayArguments {
  const { values, positionals } = parsed(flags);
  const [fixture, ...more] = positionals;
  if (fixture === undefined || more.length > 0) {
    throw new ServerError('configuration', 'replay takes one fixture, for example: npm run replay -- fixtures/NAME');
  }
  if (!isWebSocketUrl(values.url))
    throw new ServerError('configuration', `--url is "${values.url}"; allowed: ws://HOST:PORT/ingest or wss://`);
  return { fixture, url: values.url, speed: speedOf(values.speed), stream: values.stream, json: values.json };
}

function parsed(flags: readonly string[]) {
  try {
    return parseArgs({ args: [...flags], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw new ServerError('configuration', messageOf(thrown), { cause: thrown });
  }
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && speed > 0 && speed <= 1000) return speed;
  throw new ServerError('configuration', `--speed is "${text}"; allowed: number above 0, up to 1000`);
}

function isWebSocketUrl(text: string): boolean {
  return URL.canParse(text) && ['ws:', 'wss:'].includes(new URL(text).protocol);
}
