import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerError } from './errors.js';

/** Answers an upgrade request that is not granted with an error in JSON, as the HTTP side does, and closes. */
export function refuseUpgrade(socket: Duplex, error: ServerError): void {
  const body = JSON.stringify(error.answer());
  const head = [
    `HTTP/1.1 ${error.httpStatus} ${STATUS_CODES[error.httpStatus] ?? 'Refused'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  // A client that is gone already is no news.
  socket.on('error', () => undefined);
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
