import type { StoredChunk } from './chunk-catalogue.js';
import type { Elements } from './elements.js';
import { formatCount, formatSeconds } from './format.js';

/** Rows to begin with, and to add with each click: a stream of ten minutes has 2,400 chunks. */
const PAGE_SIZE = 40;

/** The list of stored chunks, newest first. */
export class ChunkList {
  readonly #elements: Elements;
  readonly #onPick: (chunk: StoredChunk) => void;
  readonly #rows = new Map<number, HTMLButtonElement>();
  #chunks: readonly StoredChunk[] = [];
  #shown = PAGE_SIZE;
  #current: number | undefined;

  constructor(elements: Elements, onPick: (chunk: StoredChunk) => void) {
    this.#elements = elements;
    this.#onPick = onPick;
    elements.chunksMore.addEventListener('click', () => {
      this.#shown += PAGE_SIZE;
      this.#render();
    });
  }

  /** A new stream. */
  clear(): void {
    this.#rows.clear();
    this.#elements.chunks.replaceChildren();
    this.#shown = PAGE_SIZE;
    this.#chunks = [];
    this.#render();
  }

  /** First sequence number that is not in the list. */
  get nextSequence(): number {
    return (this.#chunks.at(-1)?.sequence ?? -1) + 1;
  }

  /** Adds chunks that the server has stored since. */
  append(chunks: readonly StoredChunk[]): void {
    const fresh = chunks.filter(({ sequence }) => sequence >= this.nextSequence);
    if (fresh.length === 0) return;
    this.#chunks = [...this.#chunks, ...fresh];
    this.#render();
  }

  /** Marks the chunk that is on the stage. */
  mark(sequence: number | undefined): void {
    this.#current = sequence;
    for (const [rowSequence, row] of this.#rows) markRow(row, rowSequence === sequence);
  }

  #render(): void {
    const visible = this.#chunks.slice(-this.#shown);
    const wanted = new Set(visible.map((chunk) => chunk.sequence));
    for (const [sequence, row] of this.#rows) {
      // The focused row stays, or the keyboard would lose its place while chunks come in.
      if (wanted.has(sequence) || row === document.activeElement) continue;
      row.parentElement?.remove();
      this.#rows.delete(sequence);
    }
    let previous: Element | null = null;
    for (const chunk of [...visible].reverse()) {
      const item: Element = this.#itemOf(chunk);
      if (item.previousElementSibling !== previous || item.parentElement === null)
        insertAfter(this.#elements.chunks, previous, item);
      previous = item;
    }
    this.#elements.chunksEmpty.hidden = this.#chunks.length > 0;
    this.#elements.chunksCount.textContent =
      this.#chunks.length > 0 ? `${formatCount(this.#chunks.length)} stored` : '';
    this.#elements.chunksMore.hidden = this.#chunks.length <= this.#shown;
  }

  #itemOf(chunk: StoredChunk): Element {
    const known = this.#rows.get(chunk.sequence)?.parentElement;
    if (known) return known;
    const row = chunkRow(chunk);
    row.addEventListener('click', () => this.#onPick(chunk));
    markRow(row, chunk.sequence === this.#current);
    this.#rows.set(chunk.sequence, row);
    const item = document.createElement('li');
    item.append(row);
    return item;
  }
}

/** When the chunk itself plays, without what is in front of it only to decode it. A chunk may hold a single frame. */
export function chunkTime({ startMs, endMs, leadInMs }: StoredChunk): string {
  const start = formatSeconds(startMs + leadInMs);
  const end = formatSeconds(endMs);
  return start === end ? start : `${start.replace(' s', '')} to ${end}`;
}

function insertAfter(list: Element, previous: Element | null, item: Element): void {
  if (previous === null) list.prepend(item);
  else previous.after(item);
}

function markRow(row: HTMLButtonElement, current: boolean): void {
  row.setAttribute('aria-current', String(current));
}

function chunkRow(chunk: StoredChunk): HTMLButtonElement {
  const row = document.createElement('button');
  row.type = 'button';
  row.className = 'chunk';
  row.dataset['path'] = chunk.path;
  row.setAttribute('aria-label', `Play chunk ${chunk.sequence}, ${chunkTime(chunk)}`);
  row.append(playIcon(), span('chunk-number', `Chunk ${chunk.sequence}`), span('chunk-time', chunkTime(chunk)));
  return row;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

function playIcon(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M8 5.5v13l10.5-6.5Z');
  svg.append(path);
  return svg;
}
