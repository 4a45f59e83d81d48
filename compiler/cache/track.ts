/**
 * Remembers what a check asked, so that its result can be kept until one of the answers changes. An answer is
 * remembered by its digest; the question by a key that `factDigest` can ask again.
 */
import { digestBytes } from '../../runtime/core/digest.ts';
import type { KindName } from '../model/document.ts';
import type { Lookup } from '../model/index.ts';
import { packSummary } from './summaries.ts';

/** A question and the digest of its answer. */
export type Fact = readonly [question: string, answer: string];
export type Dependencies = readonly Fact[];

const digests = new WeakMap<object, string>();

function digestOf(answer: unknown, json: (answer: never) => unknown = (same) => same): string {
  if (answer === undefined) return '-';
  if (typeof answer !== 'object' || answer === null) return String(answer);
  const known = digests.get(answer);
  if (known !== undefined) return known;
  const digest = digestBytes(JSON.stringify(json(answer as never))).slice(0, 24);
  digests.set(answer, digest);
  return digest;
}

const question = (kind: string, argument = ''): string => `${kind} ${argument}`;

const answers = new WeakMap<Lookup, Map<string, string>>();

/** The digest of today's answer to a remembered question, worked out once for each lookup. */
export function factDigest(lookup: Lookup, asked: string): string {
  const known = answers.get(lookup) ?? new Map<string, string>();
  answers.set(lookup, known);
  const digest = known.get(asked) ?? answer(lookup, asked);
  known.set(asked, digest);
  return digest;
}

function answer(lookup: Lookup, asked: string): string {
  const cut = asked.indexOf(' ');
  const [kind, argument] = [asked.slice(0, cut), asked.slice(cut + 1)];
  switch (kind) {
    case 'names':
      return digestOf(lookup.names(argument as KindName));
    case 'module':
      return digestOf(lookup.module(argument));
    case 'aliases':
      return digestOf(lookup.moduleAliases());
    case 'exporters':
      return digestOf(lookup.exporters(argument));
    case 'declarers':
      return digestOf(lookup.declarers(argument));
    case 'file':
      return digestOf(lookup.fileExists(argument));
    case 'unread-id':
      return digestOf(lookup.unread(argument as KindName, 'id'));
    case 'unread-content':
      return digestOf(lookup.unread(argument as KindName, 'content'));
    default:
      return digestOf(lookup.find(kind as KindName, argument), packSummary);
  }
}

/** A lookup that remembers. Questions about the workspace document are not kept: all results depend on it anyway. */
export function trackLookup(lookup: Lookup): { lookup: Lookup; dependencies: () => Dependencies } {
  const asked = new Set<string>();
  const note = (kind: string, argument?: string): Lookup => {
    asked.add(question(kind, argument));
    return lookup;
  };
  const tracked: Lookup = {
    find: (kind, id) => note(kind, id).find(kind, id),
    names: (kind) => note('names', kind).names(kind),
    module: (alias) => note('module', alias).module(alias),
    moduleAliases: () => note('aliases').moduleAliases(),
    exporters: (name) => note('exporters', name).exporters(name),
    declarers: (event) => note('declarers', event).declarers(event),
    fileExists: (path) => note('file', path).fileExists(path),
    unread: (kind, what) => note(`unread-${what}`, kind).unread(kind, what),
    workspace: () => lookup.workspace(),
  };
  const dependencies = () => [...asked].sort().map((key): Fact => [key, factDigest(lookup, key)]);
  return { lookup: tracked, dependencies };
}
