/**
 * The WebSocket subprotocol that turns on acknowledgements, resume and control messages.
 * Without it a socket is in plain mode: every binary message is a chunk, results come back as JSON text.
 */
export const SUBPROTOCOL = 'webm-reassembler.v1';
