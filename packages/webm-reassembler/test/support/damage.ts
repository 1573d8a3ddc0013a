import fc from 'fast-check';
import { join } from './webm.js';

/** One thing done to a stream's octets. Places are fractions of its length, so that any damage fits any stream. */
export type Damage =
  | { readonly kind: 'overwrite'; readonly at: number; readonly octets: Uint8Array }
  | { readonly kind: 'flip-bit'; readonly at: number; readonly bit: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly octets: Uint8Array }
  | { readonly kind: 'truncate'; readonly at: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6000 }));

/** Bursts as they are seen: zeros of a lost page, 0x07 of a bad cable, and anything. */
const burst = fc.oneof(
  length.map((count) => new Uint8Array(count)),
  length.map((count) => new Uint8Array(count).fill(0x07)),
  length.map((count) => new Uint8Array(count).fill(0xff)),
  fc.uint8Array({ minLength: 1, maxLength: 3000 }),
);

/** Any single damage. */
export const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('overwrite' as const), at: place, octets: burst }),
  fc.record({ kind: fc.constant('flip-bit' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: place, length }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, length }),
  fc.record({ kind: fc.constant('insert' as const), at: place, octets: burst }),
  fc.record({ kind: fc.constant('truncate' as const), at: place }),
);

/** The octets with the damage done to a copy of them. */
export function damaged(octets: Uint8Array, damage: Damage): Uint8Array {
  const at = Math.floor(damage.at * octets.length);
  switch (damage.kind) {
    case 'overwrite':
      return overwrite(octets, at, damage.octets);
    case 'flip-bit':
      return overwrite(octets, at, [(octets[at] ?? 0) ^ (1 << damage.bit)]);
    case 'remove':
      return join(octets.subarray(0, at), octets.subarray(at + damage.length));
    case 'repeat':
      return join(octets.subarray(0, at + damage.length), octets.subarray(at));
    case 'insert':
      return join(octets.subarray(0, at), damage.octets, octets.subarray(at));
    case 'truncate':
      return octets.slice(0, at);
    default:
      return damage satisfies never;
  }
}

/** Writes over the octets from `at` on, and not behind their end. */
export function overwrite(octets: Uint8Array, at: number, over: ArrayLike<number>): Uint8Array {
  return octets.map((octet, index) => over[index - at] ?? octet);
}
