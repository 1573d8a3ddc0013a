import { RunningServer } from './running-server.js';

/** The servers of one test file: ended, and their files deleted, when its last test is over. */
export class StartedServers {
  readonly #servers: RunningServer[] = [];

  constructor() {
    afterAll(async () => {
      // All of them before the first directory goes: another of them may be at work in it.
      await Promise.all(this.#servers.map((server) => server.end('SIGKILL')));
      for (const server of this.#servers) await server.cleanUp();
    });
  }

  /** Starts one more, by default with a data directory of its own. */
  readonly start = async (flags: readonly string[] = [], directory?: string): Promise<RunningServer> => {
    const server = await RunningServer.start(flags, directory);
    this.#servers.push(server);
    return server;
  };
}
