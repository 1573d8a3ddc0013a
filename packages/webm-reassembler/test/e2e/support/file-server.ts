import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What is served under one path. */
export interface ServedFile {
  readonly type: string;
  readonly octets: Uint8Array;
}

/** Serves files from memory on loopback, whole or by range (RFC 9110, section 14), as players ask for them. */
export class FileServer {
  readonly address: string;
  /** How many requests asked for a range. */
  rangeRequests = 0;
  readonly #server: Server;
  readonly #files: Map<string, ServedFile>;

  private constructor(server: Server, port: number, files: ReadonlyMap<string, ServedFile>) {
    this.address = `http://127.0.0.1:${port}/`;
    this.#server = server;
    this.#files = new Map(files);
  }

  /** @param script - of the page that is served as `/` */
  static async start(script: string, files: ReadonlyMap<string, ServedFile>): Promise<FileServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const page = '<!doctype html><meta charset="utf-8"><title>test</title><body><script src="/page.js"></script>';
    const all = new Map([
      ...files,
      ['/', textFile('text/html', page)],
      ['/page.js', textFile('text/javascript', script)],
    ]);
    const started = new FileServer(server, address.port, all);
    server.on('request', (request, response) => started.#answer(request, response));
    return started;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const file = this.#files.get(request.url ?? '');
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { type, octets } = file;
    const headers = { 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (range === null) {
      response.writeHead(200, { ...headers, 'content-length': octets.length }).end(octets);
      return;
    }
    this.rangeRequests += 1;
    const start = Number(range[1]);
    const end = Math.min(range[2] ? Number(range[2]) : Infinity, octets.length - 1);
    if (start > end) {
      response.writeHead(416, { 'content-range': `bytes */${octets.length}` }).end();
      return;
    }
    const part = octets.subarray(start, end + 1);
    const contentRange = `bytes ${start}-${end}/${octets.length}`;
    response.writeHead(206, { ...headers, 'content-length': part.length, 'content-range': contentRange }).end(part);
  }
}

function textFile(type: string, text: string): ServedFile {
  return { type: `${type};charset=utf-8`, octets: new TextEncoder().encode(text) };
}
