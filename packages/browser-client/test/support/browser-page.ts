/** A page in a real browser, as far as the tests need one: the same for Chromium by playwright and Firefox by puppeteer. */
export interface BrowserPage {
  /** Name and version. */
  readonly browser: string;
  open(address: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Runs an expression in the page and gives its value, which must survive JSON. Promises are waited for. */
  evaluate(expression: string): Promise<unknown>;
  /** Runs a script in each page before its own scripts. */
  beforeScripts(script: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** What the page wrote to the console as an error, or threw. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** How long a test waits for what must come: on a busy machine a browser may stand still for many seconds. */
export const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/**
 * Reads a value in the page again and again until it is right. What follows by itself from what a test has waited for may be
 * read at once; everything else is waited for.
 *
 * @returns the value that was right
 * @throws Error with the last value, and what the page looks like, when it takes too long
 */
export async function valueWhen(
  page: BrowserPage,
  expression: string,
  isRight: (value: unknown) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<unknown> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const value = await page.evaluate(expression);
    if (isRight(value)) return value;
    if (Date.now() > endMs) throw new Error(await describeWait(page, expression, value, timeoutMs));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Waits until an expression in the page is true. @throws Error with what the page looks like when it takes too long */
export async function waitFor(page: BrowserPage, expression: string, timeoutMs?: number): Promise<void> {
  await valueWhen(page, `Boolean(${expression})`, (value) => value === true, timeoutMs);
}

/** Waits for one of the states of the page (`body[data-state]`). */
export async function waitForState(page: BrowserPage, state: string, timeoutMs?: number): Promise<void> {
  await valueWhen(page, 'document.body.dataset.state', (value) => value === state, timeoutMs);
}

/** Waits until the visible text of an element matches. @returns that text */
export async function waitForText(page: BrowserPage, selector: string, wanted: RegExp): Promise<string> {
  const text = `document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`;
  return String(await valueWhen(page, text, (value) => wanted.test(String(value))));
}

/** Visible text of an element. */
export async function textOf(page: BrowserPage, selector: string): Promise<string> {
  return String(await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`));
}

async function describeWait(
  page: BrowserPage,
  expression: string,
  lastValue: unknown,
  timeoutMs: number,
): Promise<string> {
  const text = String(await page.evaluate('`${document.body.dataset.state}: ${document.body.innerText}`'));
  const last = `after ${timeoutMs} ms still ${JSON.stringify(lastValue)}`;
  return `${page.browser}: ${last}: ${expression}\n${text}\n${page.errors.join('\n')}`;
}
