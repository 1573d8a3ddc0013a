import type { Layer, NetPlan, Padding, Value } from './net-plan.js';

/** Which rows of a net's input a row of its seam is made of: row `r` of those from `r * step - above` to `r * step + below`. */
export interface SeamView {
  readonly step: number;
  readonly above: number;
  readonly below: number;
  /** Rows that the seam has in all. */
  readonly rows: number;
}

/** Rows of the seam, from the top, that see something of a picture: `pictureRows` rows of the input that are not black. */
export function rowsThatSee({ step, above, rows }: SeamView, pictureRows: number): number {
  return Math.min(rows, Math.floor((pictureRows - 1 + above) / step) + 1);
}

/**
 * Rows from the top of a net's input that have to be looked at so that the seam's rows are there which see something of a
 * picture.
 *
 * @param pictureRows rows of the input that are not black, from the top
 */
export function rowsToLookAt(view: SeamView, pictureRows: number): number {
  return (rowsThatSee(view, pictureRows) - 1) * view.step + view.below + 1;
}

/** Rows of the seam that are made of the first `inputRows` of the input and of none below them. */
export function rowsMadeOf({ step, below }: SeamView, inputRows: number): number {
  return Math.floor((inputRows - 1 - below) / step) + 1;
}

/** What a seam sees of one before it. */
export function viewBetween(first: SeamView, second: SeamView): SeamView {
  const { step, above, below } = first;
  const shares = { above: (second.above - above) / step, below: (second.below - below) / step };
  return { step: second.step / step, ...shares, rows: second.rows };
}

/**
 * Rows of black that are enough below those of a seam that see the picture, so that all rows of the next seam are made of them
 * that see it.
 */
export function blackRowsBelow(first: SeamView, second: SeamView): number {
  const { above, below } = viewBetween(first, second);
  return above + below;
}

/** A part of a plan that ends in a seam. */
export interface PlanPart {
  readonly seam: Value;
  readonly layers: readonly Layer[];
  /** The same for the upper rows of an input only: the rows below them are missing, not padding. */
  readonly layersInUpperRows: readonly Layer[];
}

/** A plan in parts: one up to each of its first `count` seams, and what comes after. */
export interface SplitPlan {
  readonly parts: readonly PlanPart[];
  readonly after: readonly Layer[];
}

/** Splits a plan at its first seams. */
export function splitAtSeams({ seams, layers }: NetPlan, count: number): SplitPlan {
  if (seams.length < count) throw new Error(`the net has ${seams.length} seams where black could be joined on`);
  const used = seams.slice(0, count);
  const ends = used.map((seam) => layers.findIndex(({ output }) => output === seam) + 1);
  const parts = used.map((seam, index) => {
    const part = layers.slice(ends[index - 1] ?? 0, ends[index]);
    const layersInUpperRows = part.map((layer) => ('padding' in layer ? unpaddedBelow(layer) : layer));
    return { seam, layers: part, layersInUpperRows };
  });
  return { parts, after: layers.slice(ends.at(-1) ?? 0) };
}

function unpaddedBelow<Padded extends { readonly padding: Padding }>(layer: Padded): Padded {
  return { ...layer, padding: { ...layer.padding, bottom: 0 } };
}

/** The views of a plan's seams, worked out layer by layer. */
export function seamViewsOf(plan: NetPlan): readonly SeamView[] {
  return plan.seams.map((seam, index) => {
    const chain = splitAtSeams(plan, index + 1).parts.flatMap(({ layers }) => layers);
    return viewThrough(chain, seam.height);
  });
}

function viewThrough(layers: readonly Layer[], rows: number): SeamView {
  let view: SeamView = { step: 1, above: 0, below: 0, rows };
  for (const layer of [...layers].reverse()) {
    if (!('padding' in layer)) throw new Error(`the seam is behind a layer of the kind ${layer.kind}`);
    const { size, stride, padding } = layer;
    const above = view.above * stride + padding.top;
    view = { step: view.step * stride, above, below: view.below * stride + size - 1 - padding.top, rows };
  }
  return view;
}
