export { InProcessBus } from './event-bus.js';
export type { EventBus, StreamEvent, StreamListener } from './event-bus.js';
