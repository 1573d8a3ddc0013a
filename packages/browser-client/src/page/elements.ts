/** The parts of the page that the program touches. `index.html` has each under its name as an id, `live-video` for `liveVideo`. */
const PARTS = {
  pill: HTMLElement,
  pillText: HTMLElement,
  stage: HTMLElement,
  liveVideo: HTMLVideoElement,
  liveBoxes: HTMLCanvasElement,
  playbackVideo: HTMLVideoElement,
  playbackBoxes: HTMLCanvasElement,
  playbackTitle: HTMLElement,
  problem: HTMLElement,
  problemTitle: HTMLElement,
  problemMessage: HTMLElement,
  problemRemedy: HTMLElement,
  problemSignIn: HTMLAnchorElement,
  notice: HTMLElement,
  noticeTitle: HTMLElement,
  noticeText: HTMLElement,
  noticeCountdown: HTMLElement,
  start: HTMLButtonElement,
  startLabel: HTMLElement,
  stop: HTMLButtonElement,
  back: HTMLButtonElement,
  backLabel: HTMLElement,
  clock: HTMLElement,
  sound: HTMLInputElement,
  asks: HTMLFieldSetElement,
  landmarks: HTMLInputElement,
  expressions: HTMLInputElement,
  ageAndGender: HTMLInputElement,
  mirror: HTMLInputElement,
  cameraFps: HTMLElement,
  detectionFps: HTMLElement,
  latency: HTMLElement,
  faces: HTMLElement,
  skipped: HTMLElement,
  codec: HTMLElement,
  uploadLine: HTMLElement,
  recordingEmpty: HTMLElement,
  recordingLength: HTMLElement,
  recordingActions: HTMLElement,
  recordingPlay: HTMLButtonElement,
  recordingLink: HTMLAnchorElement,
  watchLink: HTMLAnchorElement,
  chunks: HTMLElement,
  chunksCount: HTMLElement,
  chunksEmpty: HTMLElement,
  chunksMore: HTMLButtonElement,
} as const;

/** Every part, by name. */
export type Elements = { readonly [Name in keyof typeof PARTS]: InstanceType<(typeof PARTS)[Name]> };

/**
 * Finds every part.
 *
 * @throws Error that names the part which `index.html` lacks
 */
export function findElements(document: Document): Elements {
  return findParts(document, PARTS);
}

/** What kind of element each part of a page is, by its name. */
type Kinds = Readonly<Record<string, new () => HTMLElement>>;

/**
 * Finds the parts of a page. Each has its name as an id, `live-video` for `liveVideo`.
 *
 * @throws Error that names the part which the page lacks
 */
export function findParts<Parts extends Kinds>(document: Document, parts: Parts): Found<Parts> {
  return asFound<Parts>(
    Object.entries(parts).map(([name, kind]) => {
      const id = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const element = document.getElementById(id);
      if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} with the id "${id}"`);
      return [name, element] as const;
    }),
  );
}

type Found<Parts extends Kinds> = { readonly [Name in keyof Parts]: InstanceType<Parts[Name]> };

/** Boundary: each entry has just been found to be of the kind that the table names. */
function asFound<Parts extends Kinds>(entries: readonly (readonly [string, HTMLElement])[]): Found<Parts> {
  return Object.fromEntries(entries) as unknown as Found<Parts>;
}
