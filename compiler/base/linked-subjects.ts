/** The files that beats of any symphony name, as subjects of rules over the whole workspace. */
import type { Place } from '../model/diagnostic.ts';
import type { Mention, WorkspaceIndex } from '../model/index.ts';
import { compareText } from './text.ts';

interface LinkedSubject {
  /** Where the file is named. */
  readonly place: Place;
  readonly subject: string;
}

/** One subject a file, at the first place where it is named. */
export function linkedFiles({ symphonies }: WorkspaceIndex, field: 'specs' | 'tests'): LinkedSubject[] {
  const found = new Map<string, Mention>();
  for (const symphony of symphonies)
    for (const mention of symphony[field] ?? []) if (!found.has(mention.name)) found.set(mention.name, mention);
  return [...found.values()]
    .map(({ name, at }) => ({ place: at, subject: name }))
    .sort((a, b) => compareText(a.subject, b.subject));
}

interface Unusable {
  readonly path: string;
  readonly unreadable?: string;
  readonly error?: string;
  readonly errorAt?: Place['range']['start'];
}

/** Why a file cannot be read or parsed, and where to tell that; undefined for one that can, or that does not exist. */
export function unusable({ path, unreadable, error, errorAt }: Unusable, named: Place) {
  if (unreadable !== undefined) return { problem: `cannot be read: ${unreadable}` };
  if (error === undefined) return undefined;
  if (!errorAt) return { problem: `cannot be parsed: ${error}` };
  const range = { start: errorAt, end: { line: errorAt.line, column: errorAt.column + 1 } };
  const related = [{ ...named, message: 'it is named here' }];
  return { problem: `cannot be parsed: ${error}`, place: { file: path, range }, related };
}
