import { DEFAULT_DETECTION_TASKS, type DetectionTasks, type DetectorModuleOptions, INPUT_SIZES } from './detector.js';

/** Reads tasks back from the options of a detector's module. What is left out is as in {@link DEFAULT_DETECTION_TASKS}. */
export function readTasks(options: DetectorModuleOptions): DetectionTasks {
  return {
    model: oneOf(options, 'model', ['tiny', 'ssd']),
    inputSize: oneOf(options, 'inputSize', INPUT_SIZES),
    scoreThreshold: share(options, 'scoreThreshold'),
    maxFaces: wholeNumber(options, 'maxFaces'),
    landmarks: oneOf(options, 'landmarks', ['none', '68', '68-tiny']),
    expressions: oneOf(options, 'expressions', [true, false]),
    ageAndGender: oneOf(options, 'ageAndGender', [true, false]),
    descriptors: oneOf(options, 'descriptors', [true, false]),
  };
}

function oneOf<Name extends keyof DetectionTasks>(
  options: DetectorModuleOptions,
  name: Name,
  choices: readonly DetectionTasks[Name][],
): DetectionTasks[Name] {
  const value = options[name] ?? DEFAULT_DETECTION_TASKS[name];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`${name} is ${value}, not one of ${choices.join(', ')}`);
  return choice;
}

function share(options: DetectorModuleOptions, name: 'scoreThreshold'): number {
  const value = options[name] ?? DEFAULT_DETECTION_TASKS[name];
  if (typeof value !== 'number' || !(value > 0 && value < 1))
    throw new Error(`${name} is ${value}, not a number between 0 and 1`);
  return value;
}

function wholeNumber(options: DetectorModuleOptions, name: 'maxFaces'): number {
  const value = options[name] ?? DEFAULT_DETECTION_TASKS[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new Error(`${name} is ${value}, not a whole number from 1 on`);
  return value;
}
