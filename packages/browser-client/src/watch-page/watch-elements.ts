/** The parts of the page that the program touches. `watch.html` has each under its name as an id. */
const PARTS = {
  pill: HTMLElement,
  pillText: HTMLElement,
  stage: HTMLElement,
  video: HTMLVideoElement,
  boxes: HTMLCanvasElement,
  pictures: HTMLImageElement,
  message: HTMLElement,
  messageTitle: HTMLElement,
  messageText: HTMLElement,
  messageRemedy: HTMLElement,
  messageLinks: HTMLElement,
  sound: HTMLButtonElement,
  play: HTMLButtonElement,
  full: HTMLButtonElement,
  streamTitle: HTMLElement,
  delay: HTMLElement,
  detectionFps: HTMLElement,
  faces: HTMLElement,
  codec: HTMLElement,
  hint: HTMLElement,
} as const;

export type WatchElements = { readonly [Name in keyof typeof PARTS]: InstanceType<(typeof PARTS)[Name]> };

/** Finds every part. @throws Error that names the part which `watch.html` lacks */
export function findWatchElements(document: Document): WatchElements {
  return asElements(
    Object.entries(PARTS).map(([name, kind]) => {
      const id = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const element = document.getElementById(id);
      if (!(element instanceof kind)) throw new Error(`watch.html has no ${kind.name} with the id "${id}"`);
      return [name, element] as const;
    }),
  );
}

/** Boundary: each entry has just been found to be of the kind that the table names. */
function asElements(entries: readonly (readonly [string, HTMLElement])[]): WatchElements {
  return Object.fromEntries(entries) as unknown as WatchElements;
}
