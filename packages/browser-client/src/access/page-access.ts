/** What the address of a page says of who may do what on it. */
export interface PageAccess {
  /** Token to publish or to view; absent where the server asks for none, or has set a cookie. */
  readonly token: string | undefined;
  /** Stream that the page is about. */
  readonly stream: string | undefined;
}

/**
 * Reads `#token=...&stream=...`. Behind the `#`, because a browser sends that to nobody: not to a server's log, not to
 * the next page.
 */
export function pageAccess(page: Pick<Location, 'hash'>): PageAccess {
  const said = new URLSearchParams(page.hash.slice(1));
  return { token: said.get('token') ?? undefined, stream: said.get('stream') ?? undefined };
}

/** The path with the token for what cannot send a header: `<video src>`, `<img src>`, `<a href>`, a WebSocket. */
export function withToken(path: string, token: string | undefined): string {
  if (token === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
}

const SIGN_IN_CODES: ReadonlySet<string> = new Set([
  'token-required',
  'token-invalid',
  'token-expired',
  'access-denied',
]);

/** Whether signing in as the admin is a way out of an error of the server. */
export function asksForSignIn(serverCode: string | undefined): boolean {
  return serverCode !== undefined && SIGN_IN_CODES.has(serverCode);
}

/** Where to sign in, and come back from: to `page`. */
export function signInAddress(page: Pick<Location, 'pathname' | 'search'>): string {
  return `/login.html?next=${encodeURIComponent(page.pathname + page.search)}`;
}

/** The page to go to after signing in: one of this server, whatever the address says. */
export function nextPage(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get('next') ?? '/';
  if (!URL.canParse(wanted, origin)) return '/';
  const next = new URL(wanted, origin);
  return next.origin === origin ? next.pathname + next.search : '/';
}
