import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line between publishers and a server, which breaks as networks do. The server behind it may change. */
export class ShakyLine {
  /** Where the server listens at the moment; `undefined` while there is none. */
  target: number | undefined;
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<() => void>();
  #isDown = false;
  /** Octets after which the connection that carries the next one breaks, and whom to tell when it has. */
  #coming: { readonly octets: number; readonly onCut: () => void } | undefined;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async open(): Promise<ShakyLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    const line = new ShakyLine(server, address.port);
    server.on('connection', (socket) => line.#carry(socket));
    return line;
  }

  /** Breaks every connection; new ones come about at once. */
  cut(): void {
    for (const breakIt of this.#connections) breakIt();
  }

  /** Lets so many octets more through to the server, and breaks the connection that carries the last of them. */
  cutAfter(octets: number, onCut: () => void = () => undefined): void {
    this.#coming = { octets, onCut };
  }

  /** Breaks every connection, and lets none come about until {@link mend}. */
  down(): void {
    this.#isDown = true;
    this.cut();
  }

  mend(): void {
    this.#isDown = false;
  }

  async close(): Promise<void> {
    this.down();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(near: Socket): void {
    if (this.#isDown || this.target === undefined) {
      near.destroy();
      return;
    }
    const far = connect(this.target, '127.0.0.1');
    const breakIt = (): void => {
      this.#connections.delete(breakIt);
      near.destroy();
      far.destroy();
    };
    this.#connections.add(breakIt);
    for (const socket of [near, far]) socket.on('error', breakIt).on('close', breakIt);
    far.pipe(near);
    near.on('data', (octets: Buffer) => {
      const { through, onCut } = this.#throughOf(octets);
      const isTaken = far.write(through);
      if (onCut !== undefined) {
        near.pause();
        // What is under way is let out first: the server then has a part of a message.
        far.end(() => {
          breakIt();
          onCut();
        });
      } else if (!isTaken) near.pause();
    });
    far.on('drain', () => near.resume());
  }

  /** How much of what came goes through, and whom to tell where that is not all. */
  #throughOf(octets: Buffer): { readonly through: Buffer; readonly onCut?: () => void } {
    if (this.#coming === undefined) return { through: octets };
    const { octets: left, onCut } = this.#coming;
    if (octets.length <= left) {
      this.#coming = { octets: left - octets.length, onCut };
      return { through: octets };
    }
    this.#coming = undefined;
    return { through: octets.subarray(0, left), onCut };
  }
}
