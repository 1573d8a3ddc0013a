import type { FastifyError, FastifyInstance } from 'fastify';
import { asServerError, ServerError } from '../errors.js';

/** Makes every answer that is not a success one of code, message and remedy. */
export function answerErrorsInJson(server: FastifyInstance): void {
  server.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const error = serverErrorOf(thrown);
    if (error.httpStatus >= 500) request.log.error({ err: thrown }, error.message);
    return reply.status(error.httpStatus).send(error.answer());
  });
  server.setNotFoundHandler((request, reply) => {
    const error = new ServerError('not-found', `there is nothing at ${request.method} ${pathOf(request.url)}`);
    return reply.status(error.httpStatus).send(error.answer());
  });
}

function serverErrorOf(thrown: FastifyError): ServerError {
  const isRefused = thrown.validation !== undefined || (thrown.statusCode !== undefined && thrown.statusCode < 500);
  return isRefused && !(thrown instanceof ServerError)
    ? new ServerError('bad-request', thrown.message, { cause: thrown })
    : asServerError(thrown);
}

/** The path alone: what is behind it is nobody's business in a message. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
