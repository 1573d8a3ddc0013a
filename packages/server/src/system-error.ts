/** Whether it is an error of the operating system with this code, for example `ENOENT`. */
export function isSystemError(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}

/** Lets an error of this code pass, and throws every other. */
export function ignore(code: string): (thrown: unknown) => void {
  return (thrown) => {
    if (!isSystemError(thrown, code)) throw thrown;
  };
}
