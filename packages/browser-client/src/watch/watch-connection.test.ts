import { WatchConnection, type WatchSocket } from './watch-connection.js';

/** A host whose sockets and timers the test moves. */
function fakeHost() {
  const sockets: (WatchSocket & { isClosed: boolean; readonly url: string })[] = [];
  const timers: { readonly run: () => void; readonly delayMs: number }[] = [];
  const heard: string[] = [];
  const host = {
    open: (url: string) => {
      const socket = {
        url,
        onmessage: null,
        onclose: null,
        isClosed: false,
        close: () => void (socket.isClosed = true),
      };
      sockets.push(socket);
      return socket;
    },
    setTimer: (run: () => void, delayMs: number) => {
      timers.push({ run, delayMs });
      return () => void timers.pop();
    },
    random: () => 0,
  };
  const connection = new WatchConnection(
    'ws://server/watch/a',
    {
      onMessage: ({ type }) => heard.push(type),
      onOctets: ({ byteLength }) => heard.push(`${byteLength} octets`),
      onLost: (error) => heard.push(`lost ${error?.code ?? ''}`),
      onOver: (error) => heard.push(`over ${error?.code ?? ''}`),
    },
    host,
  );
  const say = (message: unknown): void => sockets.at(-1)?.onmessage?.({ data: message });
  const sayError = (code: string, retryable: boolean): void =>
    say(JSON.stringify({ type: 'error', code, message: 'm', remedy: 'r', retryable }));
  return { connection, sockets, timers, heard, say, sayError };
}

test('messages and media come out in order; what is not known is passed over', () => {
  const { say, heard } = fakeHost();
  say('{"type":"watching","stream":"a","videoCodec":"vp8"}');
  say('{"type":"from-the-future"}');
  say(new ArrayBuffer(3));
  expect(heard).toEqual(['watching', '3 octets']);
});

test('a connection that breaks is opened again, later each time, until the server has answered', () => {
  const { say, sockets, timers, heard } = fakeHost();
  for (let attempt = 0; attempt < 3; attempt++) {
    sockets.at(-1)?.onclose?.();
    timers.at(-1)?.run();
  }
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([250, 500, 1000]);
  say('{"type":"watching","stream":"a","videoCodec":"vp8"}');
  sockets.at(-1)?.onclose?.();
  expect(timers.at(-1)?.delayMs).toBe(250);
  expect(heard).toEqual(['lost ', 'lost ', 'lost ', 'watching', 'lost ']);
});

test('a stream that is not live yet is asked for again, a refusal that stays is not', () => {
  const { sayError, sockets, timers, heard } = fakeHost();
  sayError('stream-not-live', true);
  sockets.at(-1)?.onclose?.();
  timers.at(-1)?.run();
  sayError('access-denied', false);
  sockets.at(-1)?.onclose?.();
  expect(heard).toEqual(['error', 'lost stream-not-live', 'error', 'over access-denied']);
  expect(timers).toHaveLength(1);
});

test('a stream that has ended is over', () => {
  const { say, sockets, timers, heard } = fakeHost();
  say('{"type":"ended","stream":"a","chunks":1,"recordingPath":"/r"}');
  sockets.at(-1)?.onclose?.();
  expect(heard).toEqual(['ended', 'over ']);
  expect(timers).toEqual([]);
});

test('a restart drops the old socket and what it may still say', () => {
  const { connection, sockets, heard } = fakeHost();
  const [old] = sockets;
  connection.restart();
  expect(old?.isClosed).toBe(true);
  expect(old?.onmessage).toBeNull();
  expect(sockets).toHaveLength(2);
  expect(heard).toEqual([]);
});
