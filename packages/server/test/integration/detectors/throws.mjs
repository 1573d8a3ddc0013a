export async function createDetector() {
  throw new Error('no weights here');
}
