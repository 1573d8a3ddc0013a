import type { Detection } from '@webm-reassembler/protocol';

/** How sure the detector is that this is a face. */
export function scoreWords({ score }: Pick<Detection, 'score'>): string {
  return `${Math.round(score * 100)} %`;
}

/**
 * What is said of a face where the stream asked for it, in lines as short as the box of a small face: the likeliest
 * expression; gender, and age in years.
 *
 * @returns no line where nothing of it was asked for
 */
export function faceWords({ expressions, gender, age }: Detection): readonly string[] {
  const person = [gender, age === undefined ? undefined : String(Math.round(age))].filter(isSaid).join(', ');
  return [likeliest(expressions), person === '' ? undefined : person].filter(isSaid);
}

function likeliest(expressions: Detection['expressions']): string | undefined {
  return Object.entries(expressions ?? {}).sort(([, one], [, other]) => other - one)[0]?.[0];
}

function isSaid(word: string | undefined): word is string {
  return word !== undefined;
}
