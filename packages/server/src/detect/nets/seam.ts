import type { Layer, NetPlan, Padding, Value } from './net-plan.js';

/** Which rows of a net's input a row of its seam is made of: row `r` of those from `r * step - above` to `r * step + below`. */
export interface SeamView {
  readonly step: number;
  readonly above: number;
  readonly below: number;
}

/**
 * Rows from the top of a net's input that have to be looked at so that the seam's rows are there which see something of a
 * picture.
 *
 * @param pictureRows rows of the input that are not black, from the top
 */
export function rowsToLookAt({ step, above, below }: SeamView, pictureRows: number): number {
  const lastThatSees = Math.floor((pictureRows - 1 + above) / step);
  return lastThatSees * step + below + 1;
}

/** Rows of the seam that are made of the first `inputRows` of the input and of none below them. */
export function rowsMadeOf({ step, below }: SeamView, inputRows: number): number {
  return Math.floor((inputRows - 1 - below) / step) + 1;
}

/** A plan in two parts. */
export interface SplitPlan {
  readonly seam: Value;
  /** Layers up to the seam. */
  readonly before: readonly Layer[];
  /** The same for the upper rows of an input only: the rows below them are missing, not padding. */
  readonly beforeInUpperRows: readonly Layer[];
  readonly after: readonly Layer[];
}

/** Splits a plan that has a seam. */
export function splitAtSeam({ seam, layers }: NetPlan): SplitPlan {
  if (seam === undefined) throw new Error('the net has no seam where black could be joined on');
  const end = layers.findIndex(({ output }) => output === seam) + 1;
  const before = layers.slice(0, end);
  const beforeInUpperRows = before.map((layer) => ('padding' in layer ? unpaddedBelow(layer) : layer));
  return { seam, before, beforeInUpperRows, after: layers.slice(end) };
}

function unpaddedBelow<Padded extends { readonly padding: Padding }>(layer: Padded): Padded {
  return { ...layer, padding: { ...layer.padding, bottom: 0 } };
}

/** The view of a plan's seam, worked out layer by layer. */
export function seamViewOf(plan: NetPlan): SeamView {
  let view: SeamView = { step: 1, above: 0, below: 0 };
  for (const layer of [...splitAtSeam(plan).before].reverse()) {
    if (!('padding' in layer)) throw new Error(`the seam is behind a layer of the kind ${layer.kind}`);
    const { size, stride, padding } = layer;
    const above = view.above * stride + padding.top;
    view = { step: view.step * stride, above, below: view.below * stride + size - 1 - padding.top };
  }
  return view;
}
