import type { AnalysisSettings } from '@webm-reassembler/protocol';

/** A switch of the page: what the server calls its task, and what a stream asks for by it. */
interface TaskSwitch {
  readonly task: string;
  readonly setting: Partial<AnalysisSettings>;
}

/** Descriptors are biometric data, which the page has no use for: there is no switch for them. */
const SWITCHES = {
  landmarks: { task: 'landmarks', setting: { landmarks: '68' } },
  expressions: { task: 'expressions', setting: { expressions: true } },
  ageAndGender: { task: 'age-and-gender', setting: { ageAndGender: true } },
} as const satisfies Readonly<Record<string, TaskSwitch>>;

type SwitchName = keyof typeof SWITCHES;
const NAMES: readonly SwitchName[] = ['landmarks', 'expressions', 'ageAndGender'];

/** The part of the page that this touches. */
export type SwitchElements = Readonly<Record<SwitchName, Pick<HTMLInputElement, 'checked' | 'closest'>>> & {
  readonly asks: Pick<HTMLElement, 'hidden'>;
};

/** What the person has asked for; of a stream that asks for nothing, faces are found and no more. */
export function wishedAnalysis(elements: SwitchElements): Partial<AnalysisSettings> {
  return NAMES.filter((name) => elements[name].checked).reduce<Partial<AnalysisSettings>>(
    (wished, name) => ({ ...wished, ...SWITCHES[name].setting }),
    {},
  );
}

/**
 * Shows the switches for what the server allows, and no others.
 *
 * @param tasks `undefined` where the server did not say: it refuses by itself what it does not allow
 */
export function offerTasks(elements: SwitchElements, tasks: readonly string[] | undefined): void {
  if (tasks === undefined) return;
  for (const name of NAMES) {
    const isAllowed = tasks.includes(SWITCHES[name].task);
    // A browser remembers switches over a reload, and the server may be another by then.
    if (!isAllowed) elements[name].checked = false;
    const label = elements[name].closest('label');
    if (label !== null) label.hidden = !isAllowed;
  }
  elements.asks.hidden = NAMES.every((name) => !tasks.includes(SWITCHES[name].task));
}

/** Asks the server what streams may ask for. @returns `undefined` where it cannot be asked, or does not say */
export async function fetchAllowedTasks(fetcher: typeof fetch = fetch): Promise<readonly string[] | undefined> {
  try {
    const response = await fetcher('/analysis.json');
    return response.ok ? readTasks(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

function readTasks(answer: unknown): readonly string[] | undefined {
  if (typeof answer !== 'object' || answer === null || !('tasks' in answer)) return undefined;
  const { tasks } = answer;
  return Array.isArray(tasks) ? tasks.filter((task) => typeof task === 'string') : undefined;
}
