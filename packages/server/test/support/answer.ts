import { request } from 'node:http';
import type { RunningServer } from './running-server.js';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Asks a server for a path exactly as it is written: `fetch` would tidy `..` away before the server sees it. */
export async function ask(
  server: RunningServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: server.port, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** The JSON of an answer, whatever its status. */
export async function askJson(server: RunningServer, path: string): Promise<unknown> {
  return JSON.parse((await ask(server, path)).body.toString('utf8')) as unknown;
}

/** Where a stream is in its life, as the server tells it. */
export async function stateOf(server: RunningServer, stream: string): Promise<unknown> {
  const answer = await askJson(server, `/api/streams/${stream}`);
  return typeof answer === 'object' && answer !== null && 'state' in answer ? answer.state : answer;
}
