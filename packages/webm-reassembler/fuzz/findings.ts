/** What a mutation brought to light: a promise that was not kept. */
export interface Finding {
  readonly promise: string;
  readonly detail: string;
}

export function finding(promise: string, detail: string): Finding {
  return { promise, detail };
}
