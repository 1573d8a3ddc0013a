import type { FaceTimeline } from './recording.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 100;
/** Height of a step in which somebody looked and saw nothing. */
const NOTHING_SEEN = 4;

/** A bar of the strip: what it shows, where, and how high, in a box as wide as there are steps and 100 high. */
export interface Bar {
  readonly kind: 'seen' | 'unlooked' | 'gap';
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** The bars that show when faces were seen, the more the higher, and where the recording lacks something. */
export function barsOf({ faces, gaps, startMs, endMs }: FaceTimeline): readonly Bar[] {
  const most = Math.max(1, ...faces.map((count) => count ?? 0));
  const steps = faces.flatMap((count, x): readonly Bar[] => {
    if (count === null) return [{ kind: 'unlooked', x, width: 1, height: NOTHING_SEEN }];
    if (count === 0) return [];
    return [{ kind: 'seen', x, width: 1, height: 30 + (60 * count) / most }];
  });
  const stepsPerMs = faces.length / Math.max(1, endMs - startMs);
  const missing = gaps.map((gap): Bar => {
    const fromMs = gap.startMs ?? startMs;
    const toMs = gap.endMs ?? endMs;
    const width = Math.max(0.5, (toMs - fromMs) * stepsPerMs);
    return { kind: 'gap', x: (fromMs - startMs) * stepsPerMs, width, height: HEIGHT };
  });
  return [...steps, ...missing];
}

/** Draws the strip. */
export function faceStrip(timeline: FaceTimeline): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${timeline.faces.length} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  for (const { kind, x, width, height } of barsOf(timeline)) {
    const bar = document.createElementNS(SVG, 'rect');
    bar.setAttribute('class', kind);
    bar.setAttribute('x', String(x));
    bar.setAttribute('width', String(width));
    bar.setAttribute('y', String(HEIGHT - height));
    bar.setAttribute('height', String(height));
    svg.append(bar);
  }
  return svg;
}
