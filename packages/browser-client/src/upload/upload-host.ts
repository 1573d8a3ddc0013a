import { openBrowserSocket, type OpenSocket } from './upload-socket.js';

/** What uploading needs of its surroundings: sockets, time and chance. Tests pass their own. */
export interface UploadHost {
  readonly openSocket: OpenSocket;
  /** Ms since the epoch. */
  now(): number;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Calls back once, after `delayMs`; returns what cancels it. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

/** The browser, or Node 22, that this code runs in. */
export function browserUploadHost(): UploadHost {
  return {
    openSocket: openBrowserSocket((url, subprotocol) => new WebSocket(url, subprotocol)),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
