import { expect } from '@jest/globals';
import { waitFor, type BrowserPage } from './browser-page.js';
import { startAndSeeBoxes, stopStream } from './journey.js';
import type { RunningServer } from './running-server.js';

/** A script for a page, before its own: notes each text that is drawn over a video, and counts the lines of landmarks. */
export const NOTE_DRAWN_FACES = `(() => {
  window.drawnTexts = [];
  window.drawnLines = 0;
  const { fillText, lineTo } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (!window.drawnTexts.includes(text)) window.drawnTexts.push(text);
    return fillText.call(this, text, ...place);
  };
  CanvasRenderingContext2D.prototype.lineTo = function (...place) {
    window.drawnLines += 1;
    return lineTo.call(this, ...place);
  };
})();`;

const SCORE = /^\d+ %$/;
const EXPRESSION = /^(neutral|happy|sad|angry|fearful|disgusted|surprised)$/;
const PERSON = /^(female|male), \d+$/;

/** With every switch off, which is how the page opens, boxes have their score and nothing else. */
export async function expectFacesWithScoresOnly(page: BrowserPage): Promise<void> {
  const texts = await drawnTexts(page);
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => !SCORE.test(text))).toEqual([]);
  expect(await page.evaluate('window.drawnLines')).toBe(0);
}

/**
 * Switches everything on that a person may ask for, and sees it drawn over the live picture.
 *
 * @param look at the page while it is there
 */
export async function seeFacesDescribed(
  page: BrowserPage,
  server: RunningServer,
  look: () => Promise<void>,
): Promise<void> {
  await startAndSeeBoxes(page, server, async () => {
    for (const name of ['landmarks', 'expressions', 'age-and-gender']) await page.click(`.switch:has(#${name})`);
  });
  expect(await page.evaluate('document.querySelector("#asks").disabled')).toBe(true);
  await waitFor(page, 'window.drawnLines > 0');
  for (const words of [EXPRESSION, PERSON])
    await waitFor(page, `window.drawnTexts.some((text) => ${words}.test(text))`);
  const texts = await drawnTexts(page);
  expect(texts.filter((text) => ![SCORE, EXPRESSION, PERSON].some((words) => words.test(text)))).toEqual([]);
  await look();
  const stream = await stopStream(page);
  const kept = await fetch(new URL(`/api/streams/${stream}/detections.ndjson`, server.address));
  expect(await kept.text()).not.toContain('"descriptor"');
}

/** Where what the page returned becomes typed. */
async function drawnTexts(page: BrowserPage): Promise<readonly string[]> {
  return (await page.evaluate('window.drawnTexts')) as readonly string[];
}
