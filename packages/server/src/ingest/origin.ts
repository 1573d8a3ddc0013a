const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What a browser says about the page that opens a socket. */
export interface PageOrigin {
  /** The Origin header; absent from everything that is not a browser. */
  readonly origin: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  readonly allowedOrigins: readonly string[];
}

/**
 * Whether a page may publish: one of this server, one of a loopback address, or one from the list. A WebSocket is not
 * bound by the same-origin policy, so without this any page that a user visits could publish from their browser.
 * Programs that are no browsers send no Origin, and could send any.
 */
export function isOriginAllowed({ origin, host, allowedOrigins }: PageOrigin): boolean {
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host || LOOPBACK_HOSTS.has(page.hostname);
}
