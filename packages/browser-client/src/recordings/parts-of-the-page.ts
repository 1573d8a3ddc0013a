import { findParts } from '../page/elements.js';

const PARTS = {
  stage: HTMLElement,
  video: HTMLVideoElement,
  boxes: HTMLCanvasElement,
  emptyTitle: HTMLElement,
  emptyText: HTMLElement,
  timeline: HTMLElement,
  faces: HTMLElement,
  position: HTMLInputElement,
  clock: HTMLElement,
  seen: HTMLElement,
  length: HTMLElement,
  actions: HTMLElement,
  downloads: HTMLElement,
  detections: HTMLAnchorElement,
  delete: HTMLButtonElement,
  count: HTMLElement,
  problem: HTMLElement,
  recordings: HTMLElement,
  more: HTMLButtonElement,
  confirm: HTMLDialogElement,
  confirmText: HTMLElement,
} as const;

/** Every part of `recordings.html` that the program touches, by name. */
export type RecordingsElements = { readonly [Name in keyof typeof PARTS]: InstanceType<(typeof PARTS)[Name]> };

/** @throws Error that names the part which `recordings.html` lacks */
export function findRecordingsElements(document: Document): RecordingsElements {
  return findParts(document, PARTS);
}
