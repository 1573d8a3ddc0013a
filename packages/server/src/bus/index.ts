export { InProcessBus } from './event-bus.js';
export type { AllStreamsListener, EventBus, StreamEvent, StreamListener } from './event-bus.js';
