export { PostedStills } from './posted-stills.js';
export type { PostedStill, StillRequest } from './posted-stills.js';
export { AuthorisedStreams } from './authorised-streams.js';
export { BodyPublisher } from './body-publisher.js';
export type { PublishedBody, PublishRequest } from './body-publisher.js';
export { clientAddress } from './client-address.js';
export { IngestServer } from './ingest-server.js';
export type { IngestOptions } from './ingest-server.js';
export type { OpenRequest, OpenStream, PublisherLink, StreamPort } from './stream-port.js';
