import type { NetPlan } from './net-plan.js';

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

/** The view of a plan's seam, worked out layer by layer. */
export function seamViewOf({ seam, layers }: NetPlan): SeamView {
  const end = layers.findIndex(({ output }) => output === seam) + 1;
  let view: SeamView = { step: 1, above: 0, below: 0 };
  for (const layer of layers.slice(0, end).reverse()) {
    if (!('padding' in layer)) throw new Error(`the seam is behind a layer of the kind ${layer.kind}`);
    const { size, stride, padding } = layer;
    const above = view.above * stride + padding.top;
    view = { step: view.step * stride, above, below: view.below * stride + size - 1 - padding.top };
  }
  return view;
}
