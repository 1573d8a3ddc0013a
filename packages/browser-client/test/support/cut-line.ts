import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** A line between browser and server that can be cut and mended, as networks are. */
export class CutLine {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #targetPort: number;
  #cut = false;

  private constructor(server: Server, port: number, targetPort: number) {
    this.#server = server;
    this.port = port;
    this.#targetPort = targetPort;
  }

  /** Opens a line to a port of this machine. */
  static async open(targetPort: number): Promise<CutLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    const line = new CutLine(server, address.port, targetPort);
    server.on('connection', (socket) => line.#carry(socket));
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Breaks every connection and lets none come about. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets connections come about again. @param targetPort where to, if elsewhere from now on */
  mend(targetPort = this.#targetPort): void {
    this.#targetPort = targetPort;
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(near: Socket): void {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const far = connect(this.#targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
