/** Address of the ingest on the server that this page came from. */
export function ingestAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ingest`;
}

/** Path of a stream in the server's HTTP API. */
export function streamPath(stream: string): string {
  return `/api/streams/${encodeURIComponent(stream)}`;
}
