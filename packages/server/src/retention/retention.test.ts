import { RetentionJob } from './retention-job.js';
import { planRetention, type RetainedStream } from './retention-plan.js';
import { readStreamRule, type RetentionRules } from './retention-rules.js';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-01-02T00:00:00.000Z');
const EVERYTHING: RetentionRules = { keepHours: undefined, keepOctets: undefined, keepHoursOf: [], keepOctetsOf: [] };

/** A stream of 100 octets that ended `hours` ago. */
function ended(id: string, hours: number, octets = 100): RetainedStream {
  const endedAtMs = NOW_MS - hours * HOUR_MS;
  return { id, startedAtMs: endedAtMs - HOUR_MS, endedAtMs, octets, isLive: false };
}

function live(id: string, octets: number): RetainedStream {
  return { id, startedAtMs: NOW_MS - 1000 * HOUR_MS, endedAtMs: null, octets, isLive: true };
}

function rules(...texts: readonly string[]): RetentionRules['keepHoursOf'] {
  return texts.flatMap((text) => readStreamRule(text) ?? []);
}

describe('of the streams that are kept', () => {
  const streams = [ended('c', 1), ended('a', 30), ended('b', 20), live('live', 1000)];

  test.each<[string, Partial<RetentionRules>, readonly string[]]>([
    ['none goes without a rule', {}, []],
    ['those go that ended too long ago', { keepHours: 25 }, ['a']],
    ['all go that are too old, but never what is live', { keepHours: 0 }, ['a', 'b', 'c']],
    ['the oldest go until the rest fits, what is live counted', { keepOctets: 1150 }, ['a', 'b']],
    ['none goes that fits to the octet', { keepOctets: 1300 }, []],
    ['all but what is live go when that alone is too much', { keepOctets: 10 }, ['a', 'b', 'c']],
    ['a stream may be kept longer than others', { keepHours: 0, keepHoursOf: rules('a=48') }, ['b', 'c']],
    ['or shorter, and the first rule that fits counts', { keepHoursOf: rules('b=1', '*=1000') }, ['b']],
    ['some streams share a limit of their own', { keepOctetsOf: rules('b=50', 'c=100') }, ['b']],
    ['age goes before size', { keepHours: 25, keepOctets: 1200 }, ['a']],
  ])('%s', (_title, change, gone) => {
    expect(planRetention(streams, { ...EVERYTHING, ...change }, NOW_MS).map(({ id }) => id)).toEqual(gone);
  });

  test('one whose server died counts from its start', () => {
    const interrupted = { ...ended('interrupted', 0), endedAtMs: null, startedAtMs: NOW_MS - 2 * HOUR_MS };
    expect(planRetention([interrupted], { ...EVERYTHING, keepHours: 1 }, NOW_MS)).toEqual([
      { id: 'interrupted', octets: 100, reason: 'too-old' },
    ]);
  });
});

describe('the job', () => {
  const log = { info: () => undefined, error: (fields: object) => void failures.push(fields) };
  const failures: object[] = [];

  test('deletes by its clock: what is kept now goes when its time has come', async () => {
    let nowMs = NOW_MS;
    let streams = [ended('first', 1), ended('second', 0)];
    const job = new RetentionJob({
      rules: { ...EVERYTHING, keepHours: 2 },
      streams: async () => streams,
      remove: async (id) => void (streams = streams.filter((stream) => stream.id !== id)),
      now: () => nowMs,
      log,
    });
    const left: string[][] = [];
    for (const hours of [0, 1.5, 2.5]) {
      nowMs = NOW_MS + hours * HOUR_MS;
      await job.run();
      left.push(streams.map(({ id }) => id));
    }
    expect(left).toEqual([['first', 'second'], ['second'], []]);
    await job.close();
  });

  test('goes on to the next when one cannot be deleted, and says so', async () => {
    const removed: string[] = [];
    const job = new RetentionJob({
      rules: { ...EVERYTHING, keepHours: 0 },
      streams: async () => [ended('stuck', 2), ended('next', 1)],
      remove: async (id) => {
        if (id === 'stuck') throw new Error('it is live again');
        removed.push(id);
      },
      now: () => NOW_MS,
      log,
    });
    await job.run();
    expect(removed).toEqual(['next']);
    expect(failures).toEqual([expect.objectContaining({ stream: 'stuck' })]);
  });
});

test.each([
  ['front-door=24', { id: 'front-door', isPrefix: false, value: 24 }],
  ['lab-*=1.5', { id: 'lab-', isPrefix: true, value: 1.5 }],
  ['*=3', { id: '', isPrefix: true, value: 3 }],
  ['=3', undefined],
  ['a', undefined],
  ['a=-1', undefined],
  ['a/b=1', undefined],
  ['a*b=1', undefined],
])('the rule "%s" is read as %j', (text, rule) => {
  expect(readStreamRule(text)).toEqual(rule);
});
