/** What reading one configured text can come to. */
export type ValueRead<Value> =
  { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'refused'; readonly allowed: string };

/** One configuration key: how it is given, what it takes, and what it is for. */
export interface Key<Value> {
  /** Flag without its dashes; the environment variable follows from it unless `variable` names another. */
  readonly flag: string;
  readonly variable: string;
  readonly defaultValue: Value;
  /** For people: what may be given, for example `integer from 0 to 65535`. */
  readonly allowed: string;
  readonly description: string;
  readonly read: (text: string) => ValueRead<Value>;
}

interface Naming<Value> {
  readonly flag: string;
  readonly variable?: string;
  readonly defaultValue: Value;
  readonly description: string;
}

/** Prefix of every environment variable that does not name its own. */
const VARIABLE_PREFIX = 'WEBM_REASSEMBLER_';

/** A key whose value is a whole number within a range. */
export function integerKey(naming: Naming<number> & { readonly min: number; readonly max: number }): Key<number> {
  return numericKey(naming, 'integer', (value) => Number.isSafeInteger(value));
}

/** A key that may be left out altogether, or be a whole number within a range. */
export function optionalIntegerKey(
  naming: Naming<undefined> & { readonly min: number; readonly max: number },
): Key<number | undefined> {
  const { read, allowed } = integerKey({ ...naming, defaultValue: naming.min });
  return key<number | undefined>(naming, allowed, read);
}

/** A key whose value is a number within a range. */
export function numberKey(naming: Naming<number> & { readonly min: number; readonly max: number }): Key<number> {
  return numericKey(naming, 'number', (value) => Number.isFinite(value));
}

/** A key that may be left out altogether, or be a number within a range. */
export function optionalNumberKey(
  naming: Naming<undefined> & { readonly min: number; readonly max: number },
): Key<number | undefined> {
  const { allowed, read } = numberKey({ ...naming, defaultValue: naming.min });
  return key<number | undefined>(naming, allowed, read);
}

/** A key whose value is text that is not empty. */
export function textKey(naming: Naming<string> & { readonly allowed: string }): Key<string> {
  return key(naming, naming.allowed, (text) =>
    text === '' ? refused(naming.allowed) : { kind: 'value', value: text },
  );
}

/** A key that may be left out altogether, or be text that is not empty. */
export function optionalTextKey(naming: Naming<undefined> & { readonly allowed: string }): Key<string | undefined> {
  return key<string | undefined>(naming, naming.allowed, (text) =>
    text === '' ? refused(naming.allowed) : { kind: 'value', value: text },
  );
}

/** A key whose value is one of a few words. */
export function choiceKey<const Choice extends string>(
  naming: Naming<NoInfer<Choice>> & { readonly choices: readonly Choice[] },
): Key<Choice> {
  const allowed = `one of ${naming.choices.join(', ')}`;
  return key(naming, allowed, (text) => {
    const choice = naming.choices.find((candidate) => candidate === text);
    return choice === undefined ? refused(allowed) : { kind: 'value', value: choice };
  });
}

/** A key whose value is one of a few whole numbers. */
export function integerChoiceKey<const Choice extends number>(
  naming: Naming<NoInfer<Choice>> & { readonly choices: readonly Choice[] },
): Key<Choice> {
  const allowed = `one of ${naming.choices.join(', ')}`;
  return key(naming, allowed, (text) => {
    const choice = naming.choices.find((candidate) => String(candidate) === text.trim());
    return choice === undefined ? refused(allowed) : { kind: 'value', value: choice };
  });
}

/** A key whose value is a list of texts, separated by commas. */
export function listKey(
  naming: Naming<readonly string[]> & { readonly allowed: string; readonly accepts: (item: string) => boolean },
): Key<readonly string[]> {
  return key(naming, naming.allowed, (text) => {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return items.every(naming.accepts) ? { kind: 'value', value: items } : refused(naming.allowed);
  });
}

function numericKey(
  naming: Naming<number> & { readonly min: number; readonly max: number },
  noun: string,
  fits: (value: number) => boolean,
): Key<number> {
  const allowed = `${noun} from ${naming.min} to ${naming.max}`;
  return key(naming, allowed, (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return fits(value) && value >= naming.min && value <= naming.max ? { kind: 'value', value } : refused(allowed);
  });
}

function key<Value>(naming: Naming<Value>, allowed: string, read: Key<Value>['read']): Key<Value> {
  return {
    flag: naming.flag,
    variable: naming.variable ?? VARIABLE_PREFIX + naming.flag.toUpperCase().replaceAll('-', '_'),
    defaultValue: naming.defaultValue,
    description: naming.description,
    allowed,
    read,
  };
}

function refused(allowed: string): { readonly kind: 'refused'; readonly allowed: string } {
  return { kind: 'refused', allowed };
}
