/** What the first octets of a coded frame say of it. */
export interface FrameDescription {
  /** `undefined` where the payload does not tell (encrypted, or of a codec that is not looked into). */
  readonly isKeyframe?: boolean;
  /** Size of the coded picture in pixels, where the frame carries it. */
  readonly width?: number;
  readonly height?: number;
  /** RFC 6381 codec string, where the frame carries what it is made of. */
  readonly codec?: string;
  /** The CodecPrivate that is true for this frame, where the header's is not to be believed. */
  readonly codecPrivate?: Uint8Array;
}
