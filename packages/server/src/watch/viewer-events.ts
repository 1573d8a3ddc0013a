import { encodeMessage, type DetectionsMessage, type ViewerMessage } from '@webm-reassembler/protocol';
import type { EventBus, StreamEvent } from '../bus/index.js';
import type { Outlet } from './result-feed.js';

/** Results that may wait for a viewer that does not read, before newer ones are left out. */
const MAX_WAITING_OCTETS = 1024 * 1024;

/**
 * Hands a viewer what happens in the stream: detections, status, gaps and the end. To one that does not read, results and
 * status are left out. What went wrong is for the publisher, and who somebody is (a descriptor) for nobody else either.
 *
 * @returns ends it
 */
export function followEvents(bus: EventBus, stream: string, outlet: Outlet): () => void {
  return bus.subscribe(stream, (event) => {
    const message = messageFor(event);
    if (message === undefined) return;
    const isReplaceable = message.type === 'detections' || message.type === 'status';
    if (isReplaceable && outlet.waitingOctets > MAX_WAITING_OCTETS) return;
    outlet.send(encodeMessage(message));
  });
}

function messageFor(event: StreamEvent): ViewerMessage | undefined {
  switch (event.type) {
    case 'detections':
      return withoutDescriptors(event);
    case 'status':
    case 'gap':
    case 'ended':
      return event;
    default:
      return undefined;
  }
}

function withoutDescriptors(message: DetectionsMessage): DetectionsMessage {
  const detections = message.detections.map(({ descriptor, ...detection }) => {
    void descriptor;
    return detection;
  });
  return { ...message, detections };
}
