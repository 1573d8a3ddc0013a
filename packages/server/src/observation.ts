import type { Logger } from 'pino';
import type { EventBus } from './bus/index.js';
import type { Configuration } from './config/keys.js';
import { ServerError } from './errors.js';
import type { StreamObserver } from './live/index.js';
import { Metrics, type MetricSources } from './metrics/index.js';
import { type WebhookOutcome, Webhooks } from './webhooks/index.js';

/** Everything that watches the server at work and tells others: metrics and webhooks. */
export interface Observation {
  readonly metrics: Metrics;
  readonly observer: StreamObserver;
  close(): Promise<void>;
}

/**
 * Lets metrics and webhooks hear the events of all streams.
 *
 * @throws ServerError `configuration` when webhooks are wanted and there is no secret that signs them
 */
export function observe(
  { webhookUrls, webhookSecret }: Configuration,
  parts: { readonly bus: EventBus; readonly sources: Omit<MetricSources, 'waitingWebhooks'>; readonly log: Logger },
): Observation {
  const { bus, sources, log } = parts;
  const onOutcome = (outcome: WebhookOutcome, detail: string): void => {
    metrics.webhookSettled(outcome);
    if (outcome === 'given-up' || outcome === 'dropped') log.error(`webhook ${outcome}: ${detail}`);
    else if (outcome === 'retried') log.warn(`webhook is tried again: ${detail}`);
  };
  const webhooks = new Webhooks({ urls: webhookUrls, secret: secretOf(webhookUrls, webhookSecret), onOutcome });
  const metrics = new Metrics({ ...sources, waitingWebhooks: () => webhooks.waiting });
  bus.subscribeToAll(metrics.hear);
  bus.subscribeToAll(webhooks.hear);
  const observer: StreamObserver = {
    streamStarted: (stream, mimeType) => {
      metrics.streamStarted(stream);
      webhooks.started(stream, mimeType);
    },
    streamResumed: () => metrics.streamResumed(),
    decoderFailed: (code) => metrics.decoderFailed(code),
  };
  return { metrics, observer, close: async () => webhooks.close() };
}

function secretOf(urls: readonly string[], secret: string | undefined): string {
  if (urls.length === 0) return '';
  if (secret !== undefined && /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret)) return secret;
  throw new ServerError('configuration', '--webhook-urls needs --webhook-secret: whsec_ and 24 to 64 octets in base64');
}
