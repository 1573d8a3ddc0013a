/** Resident memory of the server at a moment of a run. */
export interface MemorySample {
  readonly seconds: number;
  readonly residentOctets: number;
}

/** How memory went over a run. */
export interface MemoryTrend {
  /** When everything had been used once: a tenth of the run, a minute at most. */
  readonly startOctets: number;
  readonly endOctets: number;
  /** Of the line that fits all samples from then on best. */
  readonly octetsPerHour: number;
}

const LONGEST_WARM_UP_SECONDS = 60;
const FEWEST_SAMPLES = 3;

/** @returns `undefined` for a run that is too short to say anything */
export function memoryTrendOf(samples: readonly MemorySample[]): MemoryTrend | undefined {
  const lengthSeconds = samples.at(-1)?.seconds ?? 0;
  const warm = samples.filter(({ seconds }) => seconds >= Math.min(LONGEST_WARM_UP_SECONDS, lengthSeconds / 10));
  const [start] = warm;
  const end = warm.at(-1);
  if (start === undefined || end === undefined || warm.length < FEWEST_SAMPLES) return undefined;
  return {
    startOctets: start.residentOctets,
    endOctets: end.residentOctets,
    octetsPerHour: slopeOf(warm) * 3600,
  };
}

/** Of the least squares line, in octets a second. */
function slopeOf(samples: readonly MemorySample[]): number {
  const mean = (read: (sample: MemorySample) => number): number =>
    samples.reduce((total, sample) => total + read(sample), 0) / samples.length;
  const meanSeconds = mean(({ seconds }) => seconds);
  const meanOctets = mean(({ residentOctets }) => residentOctets);
  const shared = mean(({ seconds, residentOctets }) => (seconds - meanSeconds) * (residentOctets - meanOctets));
  return shared / mean(({ seconds }) => (seconds - meanSeconds) ** 2);
}
