/* What is done to a stream. Each mutation says from where on the original's octets are as they were, to their end. */
import { join, unsigned, vint } from '../test/support/webm.js';
import type { Base } from './bases.js';
import type { Random } from './random.js';

/** A stream after something was done to it. */
export interface Mutated {
  readonly octets: Uint8Array;
  /** Offset of the first octet touched. */
  readonly firstTouched: number;
  /** Offset in the original from which on nothing was touched; its length where the end was. */
  readonly intactFrom: number;
  /** In words. */
  readonly what: string;
}

type Mutation = (base: Base, random: Random) => Mutated;

/** One to three mutations, one after the other. */
export function mutate(base: Base, random: Random): Mutated {
  let mutated = random.pick(MUTATIONS)(base, random);
  for (let more = random.oneIn(3) ? random.between(1, 2) : 0; more > 0; more--) {
    const next = random.pick(MUTATIONS)({ ...base, octets: mutated.octets }, random);
    // Mutations move each other's octets: the intact rest is what each of them left alone, told from the end.
    const intactOctets = Math.min(base.octets.length - mutated.intactFrom, mutated.octets.length - next.intactFrom);
    mutated = {
      octets: next.octets,
      firstTouched: Math.min(mutated.firstTouched, next.firstTouched),
      intactFrom: base.octets.length - intactOctets,
      what: `${mutated.what}; ${next.what}`,
    };
  }
  return mutated;
}

/** Somewhere, or near the start of an element, where it hurts most. */
function place(base: Base, random: Random): number {
  if (base.octets.length === 0) return 0;
  const at = random.oneIn(3) ? random.below(base.octets.length) : random.pick(base.elementStarts) + random.below(10);
  return Math.min(at, base.octets.length - 1);
}

function overwritten(base: Base, at: number, over: Uint8Array, what: string): Mutated {
  const octets = base.octets.slice();
  const fitting = over.subarray(0, octets.length - at);
  octets.set(fitting, at);
  return {
    octets,
    firstTouched: at,
    intactFrom: at + fitting.length,
    what: `${what} over ${fitting.length} octets at ${at}`,
  };
}

function replaced(base: Base, at: number, end: number, by: Uint8Array, what: string): Mutated {
  const octets = join(base.octets.subarray(0, at), by, base.octets.subarray(end));
  return { octets, firstTouched: at, intactFrom: end, what: `${what}: octets ${at} to ${end} became ${by.length}` };
}

const burst =
  (fill: number): Mutation =>
  (base, random) =>
    overwritten(
      base,
      place(base, random),
      new Uint8Array(random.between(1, random.oneIn(4) ? 600 : 40)).fill(fill),
      `a burst of ${fill}`,
    );

const noise: Mutation = (base, random) =>
  overwritten(base, place(base, random), random.octets(random.between(1, random.oneIn(4) ? 600 : 40)), 'noise');

const flip: Mutation = (base, random) => {
  const at = place(base, random);
  return overwritten(base, at, Uint8Array.of((base.octets[at] ?? 0) ^ (1 << random.below(8))), 'a flipped bit');
};

const hugeSize: Mutation = (base, random) => {
  const at = random.pick(base.elementStarts) + random.pick([1, 1, 4]);
  const sizes = [
    vint(2 ** 20, 4),
    vint(2 ** 31, 8),
    vint(2 ** 53 - 2, 8),
    Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(0xff),
    Uint8Array.of(0x80),
    vint(random.below(2 ** 14), 2),
  ];
  return overwritten(base, Math.min(at, base.octets.length), random.pick(sizes), 'another size');
};

const timestamps: Mutation = (base, random) =>
  overwritten(
    base,
    Math.min(random.pick(base.clusterStarts.length > 0 ? base.clusterStarts : [0]) + 14, base.octets.length),
    unsigned(random.next(), random.between(1, 4)),
    'another Timestamp',
  );

const truncate: Mutation = (base, random) => {
  const at = place(base, random);
  return {
    octets: base.octets.slice(0, at),
    firstTouched: at,
    intactFrom: base.octets.length,
    what: `cut off at ${at}`,
  };
};

const remove: Mutation = (base, random) => {
  const at = place(base, random);
  return replaced(
    base,
    at,
    Math.min(base.octets.length, at + random.between(1, random.oneIn(3) ? 900 : 60)),
    new Uint8Array(),
    'removed',
  );
};

/** A chunk as Chromium cuts it: from one octet into an element to one octet into another. */
function chunk(base: Base, random: Random): readonly [number, number] {
  const index = random.below(base.elementStarts.length);
  const last = Math.min(base.elementStarts.length - 1, index + random.between(1, 30));
  const depth = random.pick([0, 1, 1, 1]);
  const offset = (at: number): number => Math.min(base.octets.length, (base.elementStarts[at] ?? 0) + depth);
  return [offset(index), offset(last)];
}

const dropChunk: Mutation = (base, random) => {
  const [at, end] = chunk(base, random);
  return replaced(base, at, end, new Uint8Array(), 'a chunk lost');
};

const repeatChunk: Mutation = (base, random) => {
  const [at, end] = chunk(base, random);
  const part = base.octets.subarray(at, end);
  return replaced(base, at, end, join(part, part), 'a chunk repeated');
};

const swapChunks: Mutation = (base, random) => {
  const [at, end] = chunk(base, random);
  const middle = at + random.below(end - at + 1);
  return replaced(
    base,
    at,
    end,
    join(base.octets.subarray(middle, end), base.octets.subarray(at, middle)),
    'chunks swapped',
  );
};

const insertElement: Mutation = (base, random) => {
  const at = random.pick(base.elementStarts);
  const source = random.below(base.elementStarts.length);
  const from = base.elementStarts[source] ?? 0;
  const element = base.octets.subarray(from, base.elementStarts[source + 1] ?? from);
  const inserted = random.oneIn(2) ? element : join([0xec], vint(random.below(90), 1), random.octets(random.below(90)));
  return replaced(base, at, at, inserted, 'an element inserted');
};

const concatenate: Mutation = (base, random) => {
  const at = random.below(base.octets.length + 1);
  const octets = join(base.octets.subarray(0, at), base.octets);
  return { octets, firstTouched: 0, intactFrom: base.octets.length, what: `begun again at ${at}` };
};

const MUTATIONS: readonly Mutation[] = [
  burst(0),
  burst(7),
  burst(0xff),
  noise,
  noise,
  flip,
  flip,
  flip,
  hugeSize,
  timestamps,
  truncate,
  remove,
  dropChunk,
  dropChunk,
  repeatChunk,
  swapChunks,
  insertElement,
  concatenate,
];
