import { messageOf, ServerError } from '../../errors.js';

/**
 * Sees that the optional package is here and runs on this platform.
 *
 * @throws ServerError `webcodecs-missing`
 */
export async function requireWebcodecs(
  load: () => Promise<object> = () => import('@napi-rs/webcodecs'),
): Promise<void> {
  try {
    await load();
  } catch (thrown) {
    // The first line says it; the package lists every file that it looked for below.
    const [reason] = messageOf(thrown).split('\n');
    throw new ServerError('webcodecs-missing', `@napi-rs/webcodecs cannot be loaded: ${String(reason)}`, {
      cause: thrown,
    });
  }
}
