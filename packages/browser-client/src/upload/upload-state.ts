import type { ClientErrorCode } from '../client-error.js';
import type { Disconnection } from './disconnection.js';
import type { LetGo } from './kept-chunks.js';

/**
 * Where an upload stands.
 *
 * ```
 * state         event                          next
 * connecting    ready                          live, or finishing once stop() was called
 * connecting    socket closed                  reconnecting
 * live          stop()                         finishing
 * live          socket closed, silence         reconnecting
 * finishing     ended                          ended
 * finishing     socket closed, silence         reconnecting
 * reconnecting  ready                          live, or finishing once stop() was called
 * any of these  error that is not retryable    failed
 * any of these  stop() waited too long         failed
 * any of these  abort()                        failed
 * ```
 */
export type UploadState =
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'live';
      readonly stream: string;
      /** There where the connection had been lost. */
      readonly resumed?: Resumption;
    }
  | {
      readonly kind: 'reconnecting';
      /** Counts from 1. */
      readonly attempt: number;
      /** When the attempt is made, in ms since the epoch. */
      readonly retryAtMs: number;
      readonly reason: Disconnection;
    }
  | { readonly kind: 'finishing'; readonly stream: string }
  | UploadEnded
  | UploadFailed;

/** A connection that came back. */
export interface Resumption {
  /** When, in ms since the epoch. */
  readonly atMs: number;
  /** How long it was away. */
  readonly afterMs: number;
  /** What could not be kept meanwhile: the recording has a gap there. */
  readonly letGo: LetGo;
}

/** What waits for the server. */
export interface Backlog {
  readonly chunks: number;
  readonly octets: number;
  readonly durationMs: number;
  /** What could not be kept for it. */
  readonly letGo: LetGo;
}

/** The server has closed the recording. */
export interface UploadEnded {
  readonly kind: 'ended';
  readonly stream: string;
  readonly chunks: number;
  /** Path of the recording, to be joined to the server's address. */
  readonly recordingPath: string;
}

/** It is over and not as it should be. */
export interface UploadFailed {
  readonly kind: 'failed';
  readonly code: ClientErrorCode;
  /** The server's own code, where it was the server that refused. */
  readonly serverCode?: string;
  /** For people: what happened. */
  readonly message: string;
  /** For people: what to do. */
  readonly remedy: string;
}
