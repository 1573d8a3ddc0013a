import type { EndedMessage } from '@webm-reassembler/protocol';
import { InProcessBus, type StreamEvent } from './event-bus.js';

const ended: EndedMessage = { type: 'ended', stream: 'a', chunks: 1, recordingPath: '/r' };

function failOn(thrown: unknown): void {
  throw thrown;
}

test('a listener hears the events of its stream only, in order', () => {
  const bus = new InProcessBus(failOn);
  const heard: StreamEvent[] = [];
  bus.subscribe('a', (event) => heard.push(event));
  bus.publish('a', ended);
  bus.publish('b', { ...ended, stream: 'b' });
  bus.publish('a', { ...ended, chunks: 2 });
  expect(heard).toEqual([ended, { ...ended, chunks: 2 }]);
});

test('a listener that has left hears nothing more, and the others still do', () => {
  const bus = new InProcessBus(failOn);
  const left: StreamEvent[] = [];
  const stayed: StreamEvent[] = [];
  const leave = bus.subscribe('a', (event) => left.push(event));
  bus.subscribe('a', (event) => stayed.push(event));
  leave();
  leave();
  bus.publish('a', ended);
  expect(left).toEqual([]);
  expect(stayed).toEqual([ended]);
});

test('a listener that throws is reported and keeps nobody else from hearing', () => {
  const failures: unknown[] = [];
  const bus = new InProcessBus((thrown) => failures.push(thrown));
  const heard: StreamEvent[] = [];
  const failure = new Error('broken listener');
  bus.subscribe('a', () => {
    throw failure;
  });
  bus.subscribe('a', (event) => heard.push(event));
  bus.publish('a', ended);
  expect(failures).toEqual([failure]);
  expect(heard).toEqual([ended]);
});

test('a listener to all hears every stream by its ID, and nothing more when it has left', () => {
  const bus = new InProcessBus(failOn);
  const heard: string[] = [];
  const leave = bus.subscribeToAll((stream, event) => heard.push(`${stream} ${event.type}`));
  bus.publish('a', ended);
  bus.publish('b', { ...ended, stream: 'b' });
  leave();
  bus.publish('a', ended);
  expect(heard).toEqual(['a ended', 'b ended']);
});
