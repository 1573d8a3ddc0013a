/** How long and how much is kept of the streams that a rule is for. */
export interface RetentionRules {
  /** Hours after the end of a stream; `undefined`: for ever. */
  readonly keepHours: number | undefined;
  /** Octets of all streams together; `undefined`: as much as the disk holds. */
  readonly keepOctets: number | undefined;
  /** Hours for streams of certain IDs; the first that fits goes before `keepHours`. */
  readonly keepHoursOf: readonly StreamRule[];
  /** Octets for the streams of certain IDs, together. */
  readonly keepOctetsOf: readonly StreamRule[];
}

/** A number for the streams whose ID is `id`, or begins with it. */
export interface StreamRule {
  readonly id: string;
  readonly isPrefix: boolean;
  readonly value: number;
}

/** What a rule looks like: the ID of a stream, or its beginning and a `*`, and a number. */
const RULE = /^(?<id>[A-Za-z0-9_-]{0,64})(?<star>\*?)=(?<value>\d+(?:\.\d+)?)$/;

/** Reads `front-door=24` or `lab-*=1.5`. */
export function readStreamRule(text: string): StreamRule | undefined {
  const { id = '', star, value } = RULE.exec(text)?.groups ?? {};
  if (value === undefined || (id === '' && star !== '*')) return undefined;
  return { id, isPrefix: star === '*', value: Number(value) };
}

/** Whether a rule is for a stream. */
export function isFor(rule: StreamRule, stream: string): boolean {
  return rule.isPrefix ? stream.startsWith(rule.id) : stream === rule.id;
}
