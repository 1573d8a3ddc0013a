import type { AnalysisSettings } from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';

/** What a stream may ask for, and what it gets when it does not ask. */
export interface AnalysisLimits {
  readonly defaults: AnalysisSettings;
  readonly maxFps: number;
  /** Largest side of the square that the `tiny` model may be asked to look at. */
  readonly maxInputSize: number;
  readonly maxFaces: number;
  /** What may be asked for beside finding faces with the `tiny` model. */
  readonly tasks: readonly OptionalTask[];
}

/** Everything that costs more than finding faces with the `tiny` model, in the words of `--allowed-tasks`. */
export const OPTIONAL_TASKS = ['ssd', 'landmarks', 'expressions', 'age-and-gender', 'descriptors'] as const;
export type OptionalTask = (typeof OPTIONAL_TASKS)[number];

/**
 * What a stream gets of what it asks for.
 *
 * @throws ServerError `analysis-refused` naming what is above which limit
 */
export function settleAnalysis(asked: Partial<AnalysisSettings>, limits: AnalysisLimits): AnalysisSettings {
  const settings = { ...limits.defaults, ...asked };
  refuseAbove('fps', settings.fps, limits.maxFps, '--max-analysed-fps');
  refuseAbove('maxFaces', settings.maxFaces, limits.maxFaces, '--max-faces');
  if (settings.model === 'tiny')
    refuseAbove('inputSize', settings.inputSize, limits.maxInputSize, '--max-detector-input-size');
  const refused = tasksOf(settings).find((task) => !limits.tasks.includes(task));
  if (refused !== undefined) {
    const allowed = limits.tasks.length === 0 ? 'none' : limits.tasks.join(', ');
    throw new ServerError(
      'analysis-refused',
      `"${refused}" is not allowed here; allowed tasks: ${allowed} (--allowed-tasks)`,
    );
  }
  return settings;
}

function tasksOf(settings: AnalysisSettings): readonly OptionalTask[] {
  const wanted: Readonly<Record<OptionalTask, boolean>> = {
    ssd: settings.model === 'ssd',
    landmarks: settings.landmarks !== 'none',
    expressions: settings.expressions,
    'age-and-gender': settings.ageAndGender,
    descriptors: settings.descriptors,
  };
  return OPTIONAL_TASKS.filter((task) => wanted[task]);
}

function refuseAbove(name: string, value: number, limit: number, flag: string): void {
  if (value > limit) throw new ServerError('analysis-refused', `${name} is ${value}, the limit is ${limit} (${flag})`);
}
