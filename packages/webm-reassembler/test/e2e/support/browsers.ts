import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

/** A page of a real browser, as far as these tests need one: the same for Chromium by playwright and Firefox by BiDi. */
export interface BrowserPage {
  /** Name and version. */
  readonly browser: string;
  open(address: string): Promise<void>;
  /** Runs an expression in the page and gives its value, which must survive JSON. Promises are waited for. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A browser that tests run in: where it is, and how a page of it is opened. */
export interface Browser {
  readonly name: 'Chromium' | 'Firefox';
  /** `undefined` where it is not installed. */
  readonly path: string | undefined;
  open(): Promise<BrowserPage>;
}

/** On a busy machine a browser takes long to start, and a page to load. */
const PATIENCE_MS = 120_000;
/** One call of a page plays a whole recording, or runs all unit tests. */
const CALL_PATIENCE_MS = 1_200_000;

const CHROMIUM_PATH = findProgram('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']);
const FIREFOX_PATH = findProgram('FIREFOX_PATH', ['firefox-esr', 'firefox']);

const BROWSERS: readonly Browser[] = [
  { name: 'Chromium', path: CHROMIUM_PATH, open: openChromium },
  { name: 'Firefox', path: FIREFOX_PATH, open: openFirefox },
];

/**
 * Defines tests once for each browser. Where one is missing its tests are reported as skipped, with the reason; where `CI`
 * is true they run, and fail.
 */
export function describeInBrowsers(title: string, define: (browser: Browser) => void): void {
  for (const browser of BROWSERS) {
    const runs = browser.path !== undefined || process.env['CI'] === 'true';
    const name = `${title} in ${browser.name}`;
    if (runs) describe(name, () => define(browser));
    else describe.skip(`${name} (skipped: not found; set ${browser.name.toUpperCase()}_PATH)`, () => define(browser));
  }
}

async function openChromium(): Promise<BrowserPage> {
  const browser = await chromium.launch({
    executablePath: installed('Chromium', CHROMIUM_PATH),
    timeout: PATIENCE_MS,
    args: [
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      // Chromium refuses its sandbox to root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const page = await browser.newPage();
  return {
    browser: `Chromium ${browser.version()}`,
    open: async (address) => void (await page.goto(address, { timeout: PATIENCE_MS })),
    evaluate: (expression) => page.evaluate<unknown>(expression),
    close: () => browser.close(),
  };
}

async function openFirefox(): Promise<BrowserPage> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: installed('Firefox', FIREFOX_PATH),
    timeout: PATIENCE_MS,
    protocolTimeout: CALL_PATIENCE_MS,
    extraPrefsFirefox: { 'media.autoplay.default': 0 },
  });
  const page = await browser.newPage();
  return {
    browser: (await browser.version()).replace(/^firefox\//i, 'Firefox '),
    open: async (address) => void (await page.goto(address, { timeout: PATIENCE_MS })),
    evaluate: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}

function installed(name: string, path: string | undefined): string {
  if (path === undefined) throw new Error(`${name} is not on the PATH`);
  return path;
}

/** Where an environment variable says, else the first of the names on the PATH. */
function findProgram(variable: string, names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env[variable] ?? '', ...places].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
