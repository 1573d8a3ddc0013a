/** The defaults of `DecoderOptions`, the same for every implementation. */
export const DEFAULT_MAX_PIXELS = 1920 * 1088;
export const DEFAULT_MAX_WAITING_OCTETS = 4 * 1024 * 1024;
export const DEFAULT_STALL_TIMEOUT_MS = 10_000;
