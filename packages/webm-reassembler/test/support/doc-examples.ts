import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Examples in the documents, as the documents mark them:
 *
 *     <!-- example: save-chunks -->
 *
 *     ```js
 *     import { ChunkPieces } from 'webm-reassembler';
 *     ```
 *
 * A reader of the page sees the code alone; a test finds it by its name and runs it as a program.
 */

/** A block of code in a document. */
export interface DocExample {
  readonly document: string;
  /** `undefined` where the document does not name it, so that no test can run it. */
  readonly name: string | undefined;
  readonly language: string;
  readonly code: string;
}

/** The top of the repository. */
export const repository: string = fileURLToPath(new URL('../../../../', import.meta.url));

const BLOCK = /(?:<!-- example: (?<name>[\w-]+) -->\n\n)?^```(?<language>\w+)\n(?<code>.*?)^```$/gms;

/** All blocks of code of these documents that are JavaScript or name themselves. Paths from the top of the repository. */
export function docExamples(documents: readonly string[]): readonly DocExample[] {
  return documents.flatMap((document) => {
    const text = readFileSync(join(repository, document), 'utf8');
    return [...text.matchAll(BLOCK)]
      .map(({ groups }) => ({
        document,
        name: groups?.['name'],
        language: groups?.['language'] ?? '',
        code: groups?.['code'] ?? '',
      }))
      .filter(
        ({ name, language }) => name !== undefined || ['js', 'ts', 'javascript', 'typescript'].includes(language),
      );
  });
}

/** Paths that the documents link to, relative to the top of the repository. */
export function linkedPaths(document: string): readonly string[] {
  const text = readFileSync(join(repository, document), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:)(?<target>[^)#]+)(?:#[^)]*)?\)/g)];
  return targets.map(({ groups }) => join(document, '..', groups?.['target'] ?? ''));
}
