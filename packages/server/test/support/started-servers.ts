import { RunningServer } from './running-server.js';

/** The servers of one test file: ended, and their files deleted, when its last test is over. */
export class StartedServers {
  readonly #servers: RunningServer[] = [];

  constructor() {
    afterAll(async () => {
      await Promise.all(this.#servers.map((server) => server.cleanUp()));
    });
  }

  /** Starts one more, by default with a data directory of its own. */
  readonly start = async (flags: readonly string[] = [], directory?: string): Promise<RunningServer> => {
    const server = await RunningServer.start(flags, directory);
    this.#servers.push(server);
    return server;
  };
}
