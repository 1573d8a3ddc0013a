import type { FastifyInstance } from 'fastify';

/** Listens on a free port while `work` goes on; `inject` needs modules that the test runner cannot load. */
export async function whileListening<Result>(
  server: FastifyInstance,
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    return await work(address);
  } finally {
    await server.close();
  }
}
