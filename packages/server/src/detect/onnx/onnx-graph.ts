import type { NetPlan } from '../nets/net-plan.js';
import { splitAtSeam } from '../nets/seam.js';
import { GraphWriter, INPUT_NAME, CHANNELS } from './graph-writer.js';
import type { Graph, Port } from './onnx-file.js';

/** Name of what else goes into a `picture` graph: batch, channels, height and width that the pixels are scaled to. */
export const SIZES_NAME = 'sizes';

/**
 * What a graph takes:
 *
 * - `face`: the net's input as planes of numbers, of any number of faces.
 * - `square`: a square of pixels of any side, rows of RGB octets, which it scales itself as face-api would.
 * - `picture`: the upper rows of such a square, and to what size they are to be scaled. What is below is black, and there the
 *   graph joins on what the net makes of black, which ONNX Runtime computes once when it loads the graph.
 */
export type GraphForm = 'face' | 'square' | 'picture';

/** Writes a net down as an ONNX graph. A `picture` needs a plan with a seam. */
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
    writePicture(writer, plan);
  }
  const outputs = plan.outputs.map((value) => writer.output(value, form === 'face' ? 'faces' : 1));
  const { operations, constants } = writer;
  return { name, inputs, outputs, operations, constants };
}

function writePicture(writer: GraphWriter, plan: NetPlan): void {
  const { seam, before, beforeInUpperRows, after } = splitAtSeam(plan);
  writer.black(plan);
  writer.layers(before, 'black');
  const black = writer.nameOf(seam);
  writer.scalePixels(plan, SIZES_NAME);
  writer.layers(beforeInUpperRows);
  writer.joinBelow(seam, black);
  writer.layers(after);
}
