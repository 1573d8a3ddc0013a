/** How a stream is analysed. What a publisher leaves out is as the server's configuration says. */
export interface AnalysisSettings {
  /** Frames a second to analyse; fewer are while the machine is full. 0 analyses none: the stream is recorded only. */
  readonly fps: number;
  /** Faces of one frame to report, and to run the nets for each face on, at most: those with the best scores. */
  readonly maxFaces: number;
  /** face-api's TinyFaceDetector, or its SSD MobileNet v1, which is surer and takes several times as long. */
  readonly model: 'tiny' | 'ssd';
  /** Side of the square, in pixels, that `tiny` scales the frame into. Larger finds smaller faces. */
  readonly inputSize: 224 | 320 | 416 | 512 | 608;
  /** Least score that counts as a face, between 0 and 1. */
  readonly scoreThreshold: number;
  readonly landmarks: 'none' | '68' | '68-tiny';
  readonly expressions: boolean;
  readonly ageAndGender: boolean;
  /** Biometric data: 128 numbers for each face that tell people apart. Sent to the publisher only, and never stored. */
  readonly descriptors: boolean;
}

/** What reading settings can come to. */
export type AnalysisRead =
  | { readonly kind: 'settings'; readonly settings: Partial<AnalysisSettings> }
  | { readonly kind: 'malformed'; readonly reason: string };

type Field = keyof AnalysisSettings;

interface FieldRule {
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

const RULES: { readonly [Name in Field]: FieldRule } = {
  fps: { allowed: 'a number from 0 on', accepts: (value) => isNumber(value) && value >= 0 },
  maxFaces: {
    allowed: 'a whole number from 1 on',
    accepts: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  },
  model: oneOf(['tiny', 'ssd']),
  inputSize: oneOf([224, 320, 416, 512, 608]),
  scoreThreshold: {
    allowed: 'a number between 0 and 1',
    accepts: (value) => isNumber(value) && value > 0 && value < 1,
  },
  landmarks: oneOf(['none', '68', '68-tiny']),
  expressions: oneOf([true, false]),
  ageAndGender: oneOf([true, false]),
  descriptors: oneOf([true, false]),
};

/** Names of all settings, in the order of {@link AnalysisSettings}. */
export const ANALYSIS_SETTING_NAMES: readonly Field[] = Object.keys(RULES).filter(isField);

/** Reads settings as `start` carries them: an object, each of whose fields may be left out. */
export function readAnalysisSettings(value: unknown): AnalysisRead {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed('it is not an object');
  const settings: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    if (!isField(name)) return malformed(`it has no "${name}"; there are: ${ANALYSIS_SETTING_NAMES.join(', ')}`);
    if (!RULES[name].accepts(given))
      return malformed(`${name} is ${JSON.stringify(given)}, not ${RULES[name].allowed}`);
    settings[name] = given;
  }
  return { kind: 'settings', settings: asSettings(settings) };
}

/** Reads settings from the query of an address, as plain mode carries them: `?fps=5&expressions=true`. */
export function readAnalysisQuery(query: Iterable<readonly [string, string]>): AnalysisRead {
  const fields: Record<string, unknown> = {};
  for (const [name, text] of query) {
    if (isField(name)) fields[name] = valueOf(name, text);
  }
  return readAnalysisSettings(fields);
}

/** `landmarks=68` means the word. */
function valueOf(name: Field, text: string): unknown {
  if (name === 'landmarks') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function oneOf(choices: readonly (string | number | boolean)[]): FieldRule {
  return {
    allowed: `one of ${choices.join(', ')}`,
    accepts: (value) => choices.some((choice) => choice === value),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isField(name: string): name is Field {
  return Object.hasOwn(RULES, name);
}

/** Boundary: each field has just been accepted by its rule. */
function asSettings(fields: Readonly<Record<string, unknown>>): Partial<AnalysisSettings> {
  return fields;
}

function malformed(reason: string): AnalysisRead {
  return { kind: 'malformed', reason };
}
