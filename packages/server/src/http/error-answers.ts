import type { FastifyError, FastifyInstance } from 'fastify';
import { asServerError, ServerError } from '../errors.js';

/** Makes every answer that is not a success one of code, message and remedy. */
export function answerErrorsInJson(server: FastifyInstance, onRefused: (error: ServerError) => void): void {
  server.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const error = serverErrorOf(thrown);
    const status = isRefusal(thrown) ? thrown.statusCode : error.httpStatus;
    onRefused(error);
    if (status >= 500) request.log.error({ err: thrown }, error.message);
    return reply.status(status).send(error.answer());
  });
  server.setNotFoundHandler((request, reply) => {
    const error = new ServerError('not-found', `there is nothing at ${request.method} ${pathOf(request.url)}`);
    return reply.status(error.httpStatus).send(error.answer());
  });
}

function serverErrorOf(thrown: FastifyError): ServerError {
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ServerError('message-too-large', thrown.message);
  return isRefusal(thrown) ? new ServerError('bad-request', thrown.message, { cause: thrown }) : asServerError(thrown);
}

/** Whether Fastify or a plugin of it found fault with the request; its status is more exact than that of the code. */
function isRefusal(thrown: FastifyError): thrown is FastifyError & { readonly statusCode: number } {
  return !(thrown instanceof ServerError) && thrown.statusCode !== undefined && thrown.statusCode < 500;
}

/** The path alone: what is behind it is nobody's business in a message. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
