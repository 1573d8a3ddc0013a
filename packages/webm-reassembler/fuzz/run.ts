/* One run: a stream, a mutation of it, and every promise. The same seed and number give the same run. */
import { Reassembler, ReassemblerError, type Output } from '../src/index.js';
import type { Base } from './bases.js';
import { finding, type Finding } from './findings.js';
import { fingerprintOf } from './fingerprint.js';
import { mutate, type Mutated } from './mutations.js';
import { brokenPromise } from './promises.js';
import { Random } from './random.js';
import { failedResumption } from './resumption.js';

/** Longer than this for a few thousand octets is a spin. */
const TIME_BOX_MS = 2000;
/** One run of this many is fed in other cuts too. */
const CUT_AGAIN_ONE_IN = 3;

/** A finding with all that it takes to see it again. */
export interface FoundInRun extends Finding {
  readonly run: number;
  readonly base: string;
  readonly mutation: string;
}

/** What run number `run` of this seed finds, if anything. */
export function fuzzOnce(bases: readonly Base[], seed: number, run: number): FoundInRun | undefined {
  const random = new Random(seed, run);
  const base = random.pick(bases);
  const mutated = mutate(base, random);
  const found = examine(base, mutated, random);
  return found && { ...found, run, base: base.name, mutation: mutated.what };
}

function examine(base: Base, mutated: Mutated, random: Random): Finding | undefined {
  const started = performance.now();
  const chunks = random.oneIn(2) ? [mutated.octets] : randomCuts(mutated.octets, random);
  const fed = feed(chunks, base);
  if (!Array.isArray(fed)) return fed as Finding;
  const outputs = fed as readonly Output[];
  const tookMs = performance.now() - started;
  if (tookMs > TIME_BOX_MS) return finding('a run takes no time worth speaking of', `${tookMs.toFixed(0)} ms`);
  return (
    brokenPromise(outputs, mutated.octets.length) ??
    failedResumption(base, mutated, outputs) ??
    (random.oneIn(CUT_AGAIN_ONE_IN) ? differsByCuts(base, mutated, outputs, random) : undefined)
  );
}

function differsByCuts(
  base: Base,
  { octets }: Mutated,
  outputs: readonly Output[],
  random: Random,
): Finding | undefined {
  const again = feed(random.oneIn(12) ? cutsOfOne(octets) : randomCuts(octets, random), base);
  if (!Array.isArray(again)) return again as Finding;
  return fingerprintOf(again as readonly Output[]) === fingerprintOf(outputs)
    ? undefined
    : finding('the cuts change nothing', '');
}

/** The outputs, or what was thrown. */
function feed(chunks: readonly Uint8Array[], base: Base): readonly Output[] | Finding {
  const reassembler = new Reassembler(base.options);
  const outputs: Output[] = [];
  try {
    for (const chunk of chunks) outputs.push(...reassembler.feed(chunk));
    outputs.push(...reassembler.end());
  } catch (error) {
    const isTyped = error instanceof ReassemblerError;
    return finding(
      'feed does not throw for any octets',
      `${isTyped ? error.code : ''} ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    );
  }
  return outputs;
}

function randomCuts(octets: Uint8Array, random: Random): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const longest = random.pick([3, 40, 40, 400, 400, 4000, 4000, 4000]);
  for (let at = 0; at < octets.length;) {
    const end = at + random.between(1, longest);
    chunks.push(octets.subarray(at, end));
    at = end;
  }
  return chunks;
}

function cutsOfOne(octets: Uint8Array): readonly Uint8Array[] {
  return Array.from(octets, (_, at) => octets.subarray(at, at + 1));
}
