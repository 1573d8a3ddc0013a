import type { NetPlan } from '../nets/net-plan.js';
import { blackRowsBelow, seamViewsOf, splitAtSeams } from '../nets/seam.js';
import { GraphWriter, INPUT_NAME, CHANNELS } from './graph-writer.js';
import type { Graph, Port } from './onnx-file.js';

/** Name of what else goes into a `picture` graph: batch, channels, height and width that the pixels are scaled to. */
export const SIZES_NAME = 'sizes';

/**
 * What a graph takes:
 *
 * - `face`: the net's input as planes of numbers, of any number of faces.
 * - `square`: a square of pixels of any side, rows of RGB octets, which it scales itself as face-api would.
 * - `picture-` and a number: the upper rows of such a square, and to what size they are to be scaled. What is below is black; at
 *   so many seams the graph joins on what the net makes of black, which ONNX Runtime computes once when it loads the graph.
 */
export type GraphForm = 'face' | 'square' | `picture-${number}`;

/** Writes a net down as an ONNX graph. A picture needs a plan with as many seams. */
export function onnxGraph(name: string, plan: NetPlan, form: GraphForm): Graph {
  const writer = new GraphWriter();
  const { height, width } = plan.input;
  const inputs: Port[] = [{ name: INPUT_NAME, elements: 'uint8', shape: ['rows', 'columns', CHANNELS] }];
  if (form === 'face') {
    inputs[0] = { name: INPUT_NAME, elements: 'float32', shape: ['faces', CHANNELS, height, width] };
    writer.layers(plan.layers);
  } else if (form === 'square') {
    writer.scalePixels(plan, writer.sizes(plan));
    writer.layers(plan.layers);
  } else {
    inputs.push({ name: SIZES_NAME, elements: 'int64', shape: [4] });
    writePicture(writer, plan, Number(form.slice('picture-'.length)));
  }
  const outputs = plan.outputs.map((value) => writer.output(value, form === 'face' ? 'faces' : 1));
  const { operations, constants } = writer;
  return { name, inputs, outputs, operations, constants };
}

/** From one seam to the next a row of black goes as far as the rows that see it, and so each gets as many as the next one needs. */
function writePicture(writer: GraphWriter, plan: NetPlan, seams: number): void {
  const { parts, after } = splitAtSeams(plan, seams);
  const views = seamViewsOf(plan).slice(0, seams);
  writer.black(plan);
  for (const { layers } of parts) writer.layers(layers, 'black');
  const black = parts.map(({ seam }) => writer.nameOf(seam));
  writer.scalePixels(plan, SIZES_NAME);
  for (const [index, { seam, layersInUpperRows }] of parts.entries()) {
    writer.layers(layersInUpperRows);
    const [view, next] = [views[index], views[index + 1]];
    const rows = view === undefined || next === undefined ? seam.height : blackRowsBelow(view, next);
    writer.joinBelow(seam, black[index] ?? '', rows);
  }
  writer.layers(after);
}
