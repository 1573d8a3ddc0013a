import { encodeMessage } from '@webm-reassembler/protocol';
import { WebSocket } from 'ws';
import { CLOSE_CODES, closeCodeOf } from '../close-code.js';
import type { ServerError } from '../errors.js';
import type { ViewerOutlet } from './viewer.js';

/** One viewer's socket. What it says is not read: a viewer has nothing to say. */
export class ViewerSocket implements ViewerOutlet {
  readonly #socket: WebSocket;
  #answersPings = true;

  constructor(socket: WebSocket, onClosed: () => void) {
    this.#socket = socket;
    socket.on('pong', () => (this.#answersPings = true));
    // What ends a socket is followed by `close`.
    socket.on('error', () => undefined);
    socket.on('close', onClosed);
  }

  get waitingOctets(): number {
    return this.#socket.bufferedAmount;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(text: string): void {
    if (this.isOpen) this.#socket.send(text);
  }

  sendOctets(octets: Uint8Array): void {
    if (this.isOpen) this.#socket.send(octets);
  }

  close(): void {
    this.#socket.close(CLOSE_CODES.normal);
  }

  /** Tells the viewer of an error and closes. */
  dismiss(error: ServerError): void {
    this.send(encodeMessage({ type: 'error', ...error.answer() }));
    this.#socket.close(closeCodeOf(error), error.code);
  }

  /** Called by the server's clock: ends a connection whose other side is gone, or has not read for long. */
  checkAlive(): void {
    if (!this.#answersPings) return this.#socket.terminate();
    this.#answersPings = false;
    if (this.isOpen) this.#socket.ping();
  }
}
