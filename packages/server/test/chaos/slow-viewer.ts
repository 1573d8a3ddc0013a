import { type ClientRequest, get } from 'node:http';
import { WebSocket } from 'ws';

/** Octets that it takes at once, and how long it then takes none, in ms. */
const SIP_OCTETS = 4096;
const PAUSE_MS = 250;

/** Somebody who watches a stream live and downloads its recording too, and takes both as slowly as they can. */
export class SlowViewer {
  readonly #socket: WebSocket;
  readonly #request: ClientRequest;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: number, stream: string) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/watch/${stream}`);
    // Nothing is read: what the server sends fills the buffers of the system, and then its own.
    this.#socket.on('open', () => this.#socket.pause()).on('error', () => undefined);
    const path = `/api/streams/${stream}/recording.webm`;
    this.#request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.on('error', () => undefined).pause();
      this.#timer = setInterval(() => void response.read(SIP_OCTETS), PAUSE_MS);
    }).on('error', () => undefined);
  }

  leave(): void {
    // The answer, too, which may not have come yet.
    this.#request.destroy();
    clearInterval(this.#timer);
    this.#socket.terminate();
  }
}
