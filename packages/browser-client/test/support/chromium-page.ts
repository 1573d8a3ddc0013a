import { chromium } from 'playwright-core';
import { makeCameraFile } from '../../../../fixtures/record/camera-file.js';
import { PATIENCE_MS, type BrowserPage } from './browser-page.js';
import { FACES_FILM, FACE_PHOTOS } from './places.js';
import { CHROMIUM, pathOf } from './tools.js';

export interface ChromiumOptions {
  /**
   * What the fake camera does: faces pass by, the person refuses it, or there is none.
   *
   * @defaultValue faces
   */
  readonly camera?: 'faces' | 'refused' | 'missing';
  /** A name that leads to this machine, for a page that browsers do not take for secure. */
  readonly insecureHost?: string;
  readonly dark?: boolean;
  readonly devicePixelRatio?: number;
}

/** Opens a page in the real Chromium, whose camera shows faces. */
export async function openChromium(options: ChromiumOptions = {}): Promise<BrowserPage> {
  await makeCameraFile(FACE_PHOTOS, FACES_FILM);
  const browser = await chromium.launch({
    executablePath: pathOf(CHROMIUM),
    args: flags(options),
    timeout: 2 * PATIENCE_MS,
  });
  const context = await browser.newContext({
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: options.devicePixelRatio ?? 1,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return {
    browser: `Chromium ${browser.version()}`,
    errors,
    open: async (address) => void (await page.goto(address)),
    click: (selector) => page.click(selector),
    evaluate: (expression) => page.evaluate<unknown>(expression),
    beforeScripts: async (script) => void (await page.addInitScript(script)),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: async (path) => void (await page.screenshot({ path })),
    close: () => browser.close(),
  };
}

function flags({ camera, insecureHost }: ChromiumOptions): string[] {
  return [
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    // Chromium refuses its sandbox to root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(insecureHost === undefined ? [] : [`--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`]),
    ...cameraFlags(camera ?? 'faces'),
  ];
}

function cameraFlags(camera: 'faces' | 'refused' | 'missing'): readonly string[] {
  const film = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${FACES_FILM}`];
  switch (camera) {
    case 'faces':
      return ['--use-fake-ui-for-media-stream', ...film];
    case 'refused':
      return ['--use-fake-ui-for-media-stream=deny', ...film];
    case 'missing':
      return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'];
    default:
      return camera satisfies never;
  }
}
