import { FaceWeights, readWeightFiles } from './face-weights.js';

let priors: Float32Array | undefined;

/** The typical boxes that SSD MobileNet's are counted from: top, left, bottom and right of each, in shares of the square. */
export function ssdPriors(): Float32Array {
  priors ??= new FaceWeights(readWeightFiles('ssd_mobilenetv1')).get('Output/extra_dim');
  return priors;
}
