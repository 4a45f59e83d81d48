/** Which of several documents with one id is meant. */
import type { Summary } from '../model/index.ts';
import { stemOf } from './path.ts';

/** Whether the file is named after the document in it. */
const fitsFile = ({ id, at, siblings }: Summary): boolean => siblings === 1 && stemOf(at.file) === id;

/** The key of a document among all. */
export const keyOf = ({ kind, id }: Pick<Summary, 'kind' | 'id'>): string => `${kind} ${id}`;

const known = new WeakMap<readonly Summary[], ReadonlyMap<string, Summary>>();

/** By kind and id, in their order: the one whose file is named after it, else the first by path and place in the file. */
export function originalsOf(summaries: readonly Summary[]): ReadonlyMap<string, Summary> {
  const originals = known.get(summaries) ?? chooseOriginals(summaries);
  known.set(summaries, originals);
  return originals;
}

function chooseOriginals(summaries: readonly Summary[]): ReadonlyMap<string, Summary> {
  const originals = new Map<string, Summary>();
  for (const summary of summaries) {
    const key = keyOf(summary);
    const other = originals.get(key);
    if (!other || (fitsFile(summary) && !fitsFile(other))) originals.set(key, summary);
  }
  return originals;
}
