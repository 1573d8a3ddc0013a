import { get, type IncomingMessage } from 'node:http';

/** Octets that it takes at once, and how long it then takes none, in ms. */
const SIP_OCTETS = 4096;
const PAUSE_MS = 250;

/** Somebody who downloads a recording that is being recorded, and takes it as slowly as they can. */
export class SlowViewer {
  #response: IncomingMessage | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: number, stream: string) {
    const path = `/api/streams/${stream}/recording.webm`;
    get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      this.#response = response.on('error', () => undefined);
      response.pause();
      this.#timer = setInterval(() => void response.read(SIP_OCTETS), PAUSE_MS);
    }).on('error', () => undefined);
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#response?.destroy();
  }
}
