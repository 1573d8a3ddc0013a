import type { Key } from './key.js';
import { CONFIGURATION_KEYS } from './keys.js';

/** The table of keys as `--help` prints it. */
export function configurationHelp(): string {
  return Object.values<Key<unknown>>(CONFIGURATION_KEYS)
    .map(
      (key) =>
        `  --${key.flag} VALUE\n      ${key.description}\n      ${key.allowed}; default ${defaultText(key)}; ${key.variable}\n`,
    )
    .join('');
}

/** The table of keys as rows: flag, environment variable, allowed, default, meaning. */
export function configurationRows(): readonly (readonly string[])[] {
  return Object.values<Key<unknown>>(CONFIGURATION_KEYS).map((key) => [
    `\`--${key.flag}\``,
    `\`${key.variable}\``,
    key.allowed,
    code(defaultText(key)),
    key.description,
  ]);
}

function defaultText(key: Key<unknown>): string {
  const value = key.defaultValue;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function code(text: string): string {
  return text === 'none' ? text : `\`${text}\``;
}
