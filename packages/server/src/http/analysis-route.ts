import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { AnalysisLimits } from '../live/index.js';

const AnalysisOfferSchema = Type.Object({
  tasks: Type.Array(Type.String(), {
    description: 'What a stream may ask for beside finding faces with the tiny model, in the words of --allowed-tasks.',
  }),
  maxFps: Type.Number({ description: 'Most frames a second that a stream may ask to have analysed.' }),
  maxInputSize: Type.Integer({
    description: 'Largest side of the square that the tiny model may be asked to look at.',
  }),
  maxFaces: Type.Integer({ description: 'Most faces of one frame that may be asked for.' }),
});
type AnalysisOffer = Static<typeof AnalysisOfferSchema>;

/**
 * What streams may ask of the analysis, so that a page offers what it can get. Beside the page and open as it is, since a
 * page needs it before it has a stream: it says nothing of any.
 */
export function addAnalysisRoute(server: FastifyInstance, limits: AnalysisLimits): void {
  server.get(
    '/analysis.json',
    { config: { access: 'open' }, schema: { hide: true, response: { 200: AnalysisOfferSchema } } },
    async (_request, reply) => reply.header('cache-control', 'no-cache').send(offerOf(limits)),
  );
}

function offerOf({ tasks, maxFps, maxInputSize, maxFaces }: AnalysisLimits): AnalysisOffer {
  return { tasks: [...tasks], maxFps, maxInputSize, maxFaces };
}
