/**
 * How well faces keep their numbers, counted against a truth that is known: people who walk through the picture, seen by
 * a detector that errs as TinyFaceDetector does. The same in every run; docs/detection.md has the numbers.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { FaceTracker, type LocatedFace } from './face-tracker.js';

interface Person {
  readonly fromMs: number;
  readonly toMs: number;
  readonly at: (timeMs: number) => { readonly x: number; readonly y: number };
}

const WIDTH = 0.1;
const LENGTH_MS = 60_000;

/** Numbers from 0 to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Twelve people who come one after another, four or five at a time, and sway at a mean of half a face width a second. */
const PEOPLE: readonly Person[] = Array.from({ length: 12 }, (_, index) => ({
  fromMs: index * 4000,
  toMs: index * 4000 + 18_000,
  at: (timeMs: number) => ({
    x: 0.12 + 0.19 * (index % 5) + 0.045 * Math.sin(timeMs / 900 + index),
    y: 0.3 + 0.4 * ((index * 7) % 3) * 0.5 + 0.03 * Math.sin(timeMs / 700 + 2 * index),
  }),
}));

/** What the detector sees: jittered boxes, one in ten missed, and now and then a face where none is. */
function sighting(timeMs: number, random: () => number) {
  const jitter = (): number => 0.027 * WIDTH * (random() + random() + random() + random() - 2) * 1.7;
  const box = (x: number, y: number): LocatedFace => ({
    score: 0.7,
    box: { x: x + jitter() - WIDTH / 2, y: y + jitter() - WIDTH / 2, width: WIDTH, height: WIDTH },
  });
  const seen: { readonly face: LocatedFace; readonly person: number | undefined }[] = [];
  for (const [person, { fromMs, toMs, at }] of PEOPLE.entries()) {
    if (timeMs < fromMs || timeMs >= toMs || random() < 0.1) continue;
    const { x, y } = at(timeMs);
    seen.push({ face: box(x, y), person });
  }
  if (random() < 0.02) seen.push({ face: box(random(), 0.9 + random() * 0.1), person: undefined });
  return seen;
}

function measure(perSecond: number) {
  const tracker = new FaceTracker();
  const random = seeded(11);
  const numbers = new Map<number, number[]>();
  for (let timeMs = 0; timeMs < LENGTH_MS; timeMs += 1000 / perSecond) {
    const seen = sighting(timeMs, random);
    const { faceIds } = tracker.update(
      timeMs,
      seen.map(({ face }) => face),
    );
    for (const [index, { person }] of seen.entries()) {
      const faceId = faceIds[index];
      if (person !== undefined && faceId !== undefined) numbers.set(person, [...(numbers.get(person) ?? []), faceId]);
    }
  }
  const all = [...numbers.values()];
  const changes = all.flatMap((ids) => ids.filter((id, index) => index > 0 && id !== ids[index - 1]));
  const owners = new Map(all.flatMap((ids, person) => ids.map((id) => [`${id} ${person}`, id] as const)));
  const shared = [...owners.values()].filter((id, index, ids) => ids.indexOf(id) !== index);
  return { people: all.length, counted: tracker.counted, changes: changes.length, shared: shared.length };
}

test.each([
  { perSecond: 30, counted: 12, changes: 0, shared: 0 },
  { perSecond: 10, counted: 12, changes: 0, shared: 0 },
  { perSecond: 5, counted: 12, changes: 0, shared: 0 },
  { perSecond: 2, counted: 12, changes: 0, shared: 0 },
])(
  'of 12 people, $perSecond frames a second: $counted counted, $changes numbers changed, $shared shared',
  (expected) => {
    const { perSecond, ...numbers } = expected;
    expect(measure(perSecond)).toEqual({ people: 12, ...numbers });
  },
);
