import { isLoopback } from './loopback.js';

/** What a browser says about the page that sends a request. */
export interface PageOrigin {
  /** The Origin header; absent from everything that is not a browser, and from plain GET requests of browsers. */
  readonly origin: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  readonly allowedOrigins: readonly string[];
}

/**
 * Whether a page may talk to this server: one of this server, one of a loopback address, or one from the list. A
 * WebSocket is not bound by the same-origin policy, so without this any page that a user visits could publish from
 * their browser. Programs that are no browsers send no Origin, and could send any.
 */
export function isOriginAllowed({ origin, host, allowedOrigins }: PageOrigin): boolean {
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host || isLoopback(page.hostname);
}

/**
 * Whether a request without a token may name the server so. A page elsewhere can make its own name point at 127.0.0.1
 * (DNS rebinding) and is then "of this server" to the browser; only the Host header gives it away.
 */
export function isHostAllowed(host: string | undefined, allowedOrigins: readonly string[]): boolean {
  if (host === undefined) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  if (isLoopback(new URL(`http://${host}`).hostname)) return true;
  return allowedOrigins.some((origin) => new URL(origin).host === host);
}
