import { parseArgs } from 'node:util';
import { messageOf, ServerError } from '../errors.js';
import type { Key } from './key.js';
import { CONFIGURATION_KEYS, type Configuration } from './keys.js';

/** Where configuration comes from; a flag goes before an environment variable, which goes before the default. */
export interface ConfigurationSources {
  /** Arguments behind the subcommand. */
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads and checks the whole configuration.
 *
 * @throws ServerError `configuration` naming the flag or variable, what was given, and what is allowed
 */
export function readConfiguration(sources: ConfigurationSources): Configuration {
  const given = readFlags(sources.flags);
  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(CONFIGURATION_KEYS)) {
    values[name] = valueOf(key, given[key.flag], sources.environment[key.variable]);
  }
  return asConfiguration(values);
}

function readFlags(flags: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(
    Object.values(CONFIGURATION_KEYS).map((key) => [key.flag, { type: 'string' as const }]),
  );
  try {
    return { ...parseArgs({ args: [...flags], options, strict: true, allowPositionals: false }).values };
  } catch (thrown) {
    throw new ServerError('configuration', messageOf(thrown), { cause: thrown });
  }
}

function valueOf(key: Key<unknown>, flagText: string | undefined, variableText: string | undefined): unknown {
  if (flagText !== undefined) return checked(key, `--${key.flag}`, flagText);
  // An empty variable is how shells and compose files say "not set".
  if (variableText !== undefined && variableText !== '') return checked(key, key.variable, variableText);
  return key.defaultValue;
}

function checked(key: Key<unknown>, source: string, text: string): unknown {
  const read = key.read(text);
  if (read.kind === 'value') return read.value;
  throw new ServerError('configuration', `${source} is "${text}"; allowed: ${read.allowed}`);
}

/** Boundary: the loop above has put a checked value under every name of the table. */
function asConfiguration(values: Readonly<Record<string, unknown>>): Configuration {
  return values as Configuration;
}
