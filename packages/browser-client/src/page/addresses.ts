/** Address of the ingest on the server that this page came from. */
export function ingestAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ingest`;
}

/** Address of the socket that shows a stream, on the server that this page came from. */
export function watchAddress(page: Pick<Location, 'protocol' | 'host'>, stream: string): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}${watchPath(stream)}`;
}

/** Path of the page that shows a stream. */
function watchPath(stream: string): string {
  return `/watch/${encodeURIComponent(stream)}`;
}

/** Address of the page that shows a stream, with the token where only that page sees it: behind the `#`. */
export function watchLink(stream: string, token: string | undefined): string {
  return token === undefined ? watchPath(stream) : `${watchPath(stream)}#token=${encodeURIComponent(token)}`;
}

/** Path of a stream in the server's HTTP API. */
export function streamPath(stream: string): string {
  return `/api/streams/${encodeURIComponent(stream)}`;
}
