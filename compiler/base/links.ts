/** The files that beats name as specification and test: `path#name`. */
import { normalize } from './path.ts';
import { portabilityProblem } from './portable-path.ts';

interface Link {
  /** Folded; undefined when it is not portable, which a rule of its own reports. */
  readonly path: string | undefined;
  /** What it names inside the file; undefined for the whole of it. */
  readonly name: string | undefined;
  /** Where the name begins in the text. */
  readonly cut: number;
}

export function linkOf(text: string): Link {
  const hash = text.indexOf('#');
  const written = hash === -1 ? text : text.slice(0, hash);
  return {
    path: portabilityProblem(written) === undefined ? normalize(written) : undefined,
    name: hash === -1 ? undefined : text.slice(hash + 1).trim(),
    cut: hash === -1 ? text.length : hash + 1,
  };
}
