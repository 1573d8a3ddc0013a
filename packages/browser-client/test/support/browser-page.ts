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

/** Waits until an expression in the page is true. @throws Error with what the page looks like when it takes too long */
export async function waitFor(page: BrowserPage, expression: string, timeoutMs = 20_000): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (Date.now() < endMs) {
    if ((await page.evaluate(`Boolean(${expression})`)) === true) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const text = String(await page.evaluate('`${document.body.dataset.state}: ${document.body.innerText}`'));
  throw new Error(`${page.browser}: not true after ${timeoutMs} ms: ${expression}\n${text}\n${page.errors.join('\n')}`);
}

/** Waits for one of the states of the page (`body[data-state]`). */
export async function waitForState(page: BrowserPage, state: string, timeoutMs?: number): Promise<void> {
  await waitFor(page, `document.body.dataset.state === ${JSON.stringify(state)}`, timeoutMs);
}

/** Visible text of an element. */
export async function textOf(page: BrowserPage, selector: string): Promise<string> {
  return String(await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`));
}
