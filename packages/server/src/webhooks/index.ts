export { Webhooks } from './webhooks.js';
export type { WebhookOutcome } from './webhook-sender.js';
