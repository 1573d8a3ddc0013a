import { expect, test } from '@jest/globals';
import { fetchAllowedTasks, offerTasks, wishedAnalysis } from './task-switches.js';

/** The switches of a page, on or off. */
function switches(...on: readonly string[]) {
  const make = (name: string) => {
    const label = { hidden: false };
    return { checked: on.includes(name), label, closest: () => asLabel(label) };
  };
  const [landmarks, expressions, ageAndGender] = ['landmarks', 'expressions', 'ageAndGender'].map(make);
  if (landmarks === undefined || expressions === undefined || ageAndGender === undefined) throw new Error('no switch');
  return { landmarks, expressions, ageAndGender, asks: { hidden: false } };
}

/** Boundary: the test has no document. */
function asLabel(label: { hidden: boolean }): HTMLLabelElement {
  return label as HTMLLabelElement;
}

function answers(body: unknown, status = 200): typeof fetch {
  return async () => Response.json(body, { status });
}

test.each([
  [[], {}],
  [['landmarks'], { landmarks: '68' }],
  [['expressions', 'ageAndGender'], { expressions: true, ageAndGender: true }],
])('with %j switched on a stream asks for %j', (on, analysis) => {
  expect(wishedAnalysis(switches(...on))).toEqual(analysis);
});

test('what the server does not allow has no switch, and is not asked for', () => {
  const page = switches('landmarks', 'expressions');
  offerTasks(page, ['ssd', 'landmarks']);
  const { landmarks, expressions, ageAndGender } = page;
  expect([landmarks, expressions, ageAndGender].map(({ label }) => label.hidden)).toEqual([false, true, true]);
  expect([wishedAnalysis(page), page.asks.hidden]).toEqual([{ landmarks: '68' }, false]);
  offerTasks(page, ['descriptors']);
  expect([wishedAnalysis(page), page.asks.hidden]).toEqual([{}, true]);
});

test('where the server does not say what it allows, all switches stay', () => {
  const page = switches('expressions');
  offerTasks(page, undefined);
  expect([wishedAnalysis(page), page.asks.hidden]).toEqual([{ expressions: true }, false]);
});

test('the server is asked what it allows', async () => {
  expect(await fetchAllowedTasks(answers({ tasks: ['landmarks', 1] }))).toEqual(['landmarks']);
  for (const fetcher of [answers({}), answers(null), answers({ tasks: ['ssd'] }, 500), answers({ tasks: 'all' })])
    expect(await fetchAllowedTasks(fetcher)).toBeUndefined();
  expect(await fetchAllowedTasks(async () => Promise.reject(new TypeError('network')))).toBeUndefined();
});
