/** What a socket reports. After `onClose` nothing more comes. */
export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Close code and reason of RFC 6455; 1006 where the connection broke or never came about. */
  readonly onClose: (code: number, reason: string) => void;
}

/** The little of a WebSocket that uploading needs. */
export interface UploadSocket {
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Closes without waiting for the other side and reports nothing more. */
  drop(): void;
  /** Octets handed to {@link send} that have not left for the network yet. */
  readonly bufferedOctets: number;
}

/** Opens a socket. Never throws: what fails is reported by `onClose`. */
export type OpenSocket = (url: string, subprotocol: string, events: SocketEvents) => UploadSocket;

/** Adapts the WebSocket of browsers (or of the package `ws`). */
export function openBrowserSocket(construct: (url: string, subprotocol: string) => WebSocket): OpenSocket {
  return (url, subprotocol, events) => {
    const socket = construct(url, subprotocol);
    let dropped = false;
    socket.onopen = () => !dropped && events.onOpen();
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (!dropped && typeof event.data === 'string') events.onText(event.data);
    };
    socket.onclose = (event) => !dropped && events.onClose(event.code, event.reason);
    return {
      send: (message) => socket.send(message),
      drop: () => {
        dropped = true;
        socket.close();
      },
      get bufferedOctets() {
        return socket.bufferedAmount;
      },
    };
  };
}
