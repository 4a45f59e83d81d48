/** How parts begin and end while a journal is read. */
import type { Entry } from '../model/records.ts';
import type { Failure } from '../model/result.ts';
import type { Part, Parts } from './parts.ts';

export interface Reading {
  readonly parts: Parts;
  /** When the entry before was written. */
  last: string;
  /** Whether the process that wrote the entry before has ended the run. */
  ended: boolean;
  /** How many ways back began, and how many steps were undone: both can happen to one more than once. */
  undos: number;
}

type Attributes = Part['attributes'];

/** A part begins, or begins again: then it keeps its first beginning. */
export function begin(
  { parts }: Reading,
  { at, seq }: Entry,
  path: string,
  kind: Part['kind'],
  name: string,
  attributes: Attributes,
): Part {
  const known = parts.at(path);
  if (!known) {
    const parent = path === '' ? undefined : parts.around(path);
    return parts.add({ kind, path, parent, name, start: at, end: at, attributes, events: [], seq });
  }
  known.seq = seq;
  Object.assign(known.attributes, attributes);
  // What it lies in may have been complete, and undone since.
  for (let part: Part | undefined = known; part; part = part.parent) reopen(part);
  return known;
}

/** A part is in motion again. */
export function reopen(part: Part): void {
  part.status = undefined;
  part.failure = undefined;
}

/** A part ends. What was complete before ended then, though whoever goes on with the run comes by again. */
export function end({ at, seq }: Entry, part: Part | undefined, status: string, failure: Failure | undefined): void {
  if (!part || (part.kind !== 'step' && (part.status === 'done' || part.status === 'skipped'))) return;
  part.end = at;
  part.seq = seq;
  part.status = status;
  part.failure = failure ?? (status === 'failed' ? part.failure : undefined);
  if (failure) blame(part, failure);
}

/** What a part fails by is what failed first within it. What was stopped because of that comes later. */
export function blame({ parent }: Part, failure: Failure): void {
  for (let part = parent; part; part = part.parent) part.failure ??= failure;
}

/** Something happened to the part that a path names, or lies in. */
export function happened(
  { parts }: Reading,
  { at, seq }: Entry,
  path: string,
  name: string,
  attributes: Attributes,
): void {
  const part = parts.at(path) ?? parts.around(path);
  part?.events.push({ at, name, attributes });
  if (part) part.seq = seq;
}

/** The last part of a path: what it is called in what it lies in. The value of an `each` may have slashes. */
export function nameIn({ parts }: Reading, path: string): string {
  const around = parts.around(path);
  return path.slice(around && around.path !== '' ? around.path.length + 1 : path.lastIndexOf('/') + 1);
}
