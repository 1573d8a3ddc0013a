/** For `node --import`: a Node in which `onnxruntime-node` cannot be loaded, as where its package has no binary for the system. */
import { register } from 'node:module';

const hooks = `
  export async function resolve(specifier, context, next) {
    if (specifier === 'onnxruntime-node') throw new Error('there is no binary of onnxruntime-node for this system');
    return next(specifier, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
