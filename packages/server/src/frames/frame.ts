/** Width and height of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * One decoded picture of a stream.
 *
 * The pixels have an `ArrayBuffer` of their own, so that a worker can take them over without a copy. After such a
 * transfer `pixels` is empty here; whoever transfers a frame owned it.
 */
export interface Frame extends PictureSize {
  /** Timestamp of the frame's Block on the stream's own timeline, in ms, exactly as the Block has it. */
  readonly timestampMs: number;
  /** Rows from the top, three octets a pixel in the order red, green, blue, no padding: `width * height * 3` octets. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Size of the video before it was scaled for the detector. Equals `width` and `height` where nothing was scaled. */
  readonly source: PictureSize;
  /** When the last octet of the pixels came out of the decoder, in ms on the clock that the decoder was given. */
  readonly decodedAtMs: number;
}
