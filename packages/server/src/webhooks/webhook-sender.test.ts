import { Webhook } from 'standardwebhooks';
import { type WebhookHost, type WebhookOutcome, type WebhookRequest, WebhookSender } from './webhook-sender.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const event = { type: 'stream.started', stream: 'door', mimeType: 'video/webm' } as const;
const now = new Date();

/** A receiver that answers with these statuses, one after the other, and with 204 after them. */
function setUp(statuses: readonly (number | Error)[]) {
  const requests: WebhookRequest[] = [];
  const pauses: number[] = [];
  const outcomes: WebhookOutcome[] = [];
  let settle: (() => void) | undefined;
  const host: WebhookHost = {
    now: () => now,
    random: () => 0.5,
    sleep: async (ms) => void pauses.push(ms),
    post: async (_, request) => {
      const status = statuses[requests.length] ?? 204;
      requests.push(request);
      if (status instanceof Error) throw status;
      return { status };
    },
  };
  const onOutcome = (outcome: WebhookOutcome): void => {
    outcomes.push(outcome);
    if (outcome !== 'retried') settle?.();
  };
  const sender = new WebhookSender({ url: 'http://receiver.example/', secret, onOutcome }, host);
  const settled = (): Promise<void> => new Promise((resolve) => (settle = resolve));
  return { sender, requests, pauses, outcomes, settled };
}

test('an event is a signed POST that the receiver can check with the secret', async () => {
  const { sender, requests, settled } = setUp([]);
  const done = settled();
  sender.send(event);
  await done;
  const [request] = requests;
  const { headers, body } = request ?? { headers: {}, body: '' };
  expect(new Webhook(secret).verify(body, headers)).toEqual({
    type: 'stream.started',
    timestamp: now.toISOString(),
    data: { stream: 'door', mimeType: 'video/webm' },
  });
  expect(() => new Webhook(`whsec_${Buffer.alloc(24, 8).toString('base64')}`).verify(body, headers)).toThrow(
    'No matching signature found',
  );
});

test.each([
  ['an answer that is no success', 500],
  ['a redirection, which is not followed', 302],
  ['no answer at all', new Error('refused')],
])('after %s the same event is sent again with the same ID, a little later', async (_, failure) => {
  const { sender, requests, pauses, outcomes, settled } = setUp([failure]);
  const done = settled();
  sender.send(event);
  await done;
  expect(outcomes).toEqual(['retried', 'delivered']);
  expect(pauses).toEqual([5500]);
  expect(requests[1]?.headers['webhook-id']).toBe(requests[0]?.headers['webhook-id']);
  expect(requests[1]?.body).toBe(requests[0]?.body);
});

test('a receiver that stays away is given up after the last try, with longer and longer pauses before it', async () => {
  const { sender, pauses, outcomes, settled } = setUp(Array.from({ length: 7 }, () => 503));
  const done = settled();
  sender.send(event);
  await done;
  expect(outcomes).toEqual([...Array.from({ length: 6 }, () => 'retried'), 'given-up']);
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
});

test('events arrive one at a time and in order, also where one had to be tried again', async () => {
  const { sender, requests, outcomes } = setUp([500]);
  for (const stream of ['a', 'b', 'c']) sender.send({ ...event, stream });
  while (outcomes.filter((outcome) => outcome === 'delivered').length < 3) await new Promise(setImmediate);
  const streams = requests.map(({ body }) => (JSON.parse(body) as { data: { stream: string } }).data.stream);
  expect(streams).toEqual(['a', 'a', 'b', 'c']);
  expect(sender.waiting).toBe(0);
});

test('what is too much to wait is dropped and told, and nothing is sent after the end', () => {
  const { sender, outcomes } = setUp([]);
  for (let count = 0; count < 10_001; count++) sender.send(event);
  expect(outcomes).toEqual(['dropped']);
  sender.close();
  sender.send(event);
  expect(sender.waiting).toBe(0);
});
