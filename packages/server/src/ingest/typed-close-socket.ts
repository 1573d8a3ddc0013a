import { encodeMessage } from '@webm-reassembler/protocol';
import { WebSocket } from 'ws';
import { ServerError } from '../errors.js';

/** RFC 6455, section 7.4.1: the message is too big to process. */
const MESSAGE_TOO_BIG = 1009;

/**
 * Makes the class of the server's sockets. They say what the limit was before they close over a message that is too
 * large: `ws` finds such a message by its header, before it takes memory for it, and closes with the bare number.
 */
export function typedCloseSocket(maxMessageOctets: number): typeof WebSocket {
  return class TypedCloseSocket extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      // Only ws itself closes with this code and no reason.
      if (code !== MESSAGE_TOO_BIG || reason !== undefined) return super.close(code, reason);
      const error = new ServerError(
        'message-too-large',
        `a message is larger than the limit of ${maxMessageOctets} octets`,
      );
      if (this.readyState === WebSocket.OPEN) this.send(encodeMessage({ type: 'error', ...error.answer() }));
      super.close(MESSAGE_TOO_BIG, error.code);
    }
  };
}
