export { IngestServer } from './ingest-server.js';
export type { IngestOptions } from './ingest-server.js';
export type { OpenRequest, OpenStream, PublisherLink, StreamPort } from './stream-port.js';
