import type { Configuration } from './config/keys.js';
import type { PublishRouteParts } from './http/index.js';
import { BodyPublisher, clientAddress, PostedStills, type StreamPort } from './ingest/index.js';

/** Lets bodies of requests be streams, within the limits that go for sockets. */
export function bodyPublishing(configuration: Configuration, streams: StreamPort): PublishRouteParts {
  const { maxOctetsPerSecond, maxChunksPerSecond, trustedProxies } = configuration;
  const stills = new PostedStills(streams);
  const rates = { octetsPerSecond: maxOctetsPerSecond, chunksPerSecond: maxChunksPerSecond };
  return {
    publish: async (body, request) => new BodyPublisher(body, { ...configuration, rates }).publish(streams, request),
    postStill: async (image, request) => stills.post(image, request),
    maxStillOctets: configuration.maxMessageOctets,
    addressOf: (request) => clientAddress(request, trustedProxies),
  };
}
