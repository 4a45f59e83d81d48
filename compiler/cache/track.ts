/**
 * Dependency tracking: records the queries of a check and digests of their answers, so that its result can be cached
 * until one of the answers changes. A query is recorded as a key with which `factDigest` can repeat it.
 */
import { digestBytes } from '../../runtime/core/digest.ts';
import type { KindName } from '../model/document.ts';
import type { Lookup, Summary } from '../model/index.ts';
import { packSummary } from './summaries.ts';

/** The key of a query and the digest of its answer. */
export type Fact = readonly [query: string, answer: string];
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

/** Places in a summary are in the file of its document. */
const summaryFacts = (summary: Summary): unknown => [summary.at.file, packSummary(summary)];

const queryKey = (kind: string, argument = ''): string => `${kind} ${argument}`;

const answers = new WeakMap<Lookup, Map<string, string>>();

const signatureQuery = 'signature ';

/** The keys of the questions about signatures that a result rests on. */
export const askedIn = (dependencies: Dependencies): string[] =>
  dependencies.flatMap(([query]) => (query.startsWith(signatureQuery) ? [query.slice(signatureQuery.length)] : []));

/** Facts that are known to hold: most results rest on the same ones. */
const holding = new WeakMap<Lookup, Set<Fact>>();

/** True when every answer that a result rests on is still the same. */
export function isCurrent(lookup: Lookup, dependencies: Dependencies): boolean {
  const known = holding.get(lookup) ?? new Set();
  holding.set(lookup, known);
  return dependencies.every((fact) => known.has(fact) || holds(lookup, fact, known));
}

function holds(lookup: Lookup, fact: Fact, known: Set<Fact>): boolean {
  const [query, answered] = fact;
  if (factDigest(lookup, query) !== answered) return false;
  // The one answer that may come later in a check; a result that rests on there being none does not hold.
  if (query.startsWith(signatureQuery)) return answered !== digestOf(undefined);
  known.add(fact);
  return true;
}

/** The digest of the current answer to a recorded query, computed once per lookup, but for those that may change. */
function factDigest(lookup: Lookup, query: string): string {
  if (query.startsWith(signatureQuery)) return digestOf(lookup.signature(query.slice(signatureQuery.length)));
  const known = answers.get(lookup) ?? new Map<string, string>();
  answers.set(lookup, known);
  const digest = known.get(query) ?? answer(lookup, query);
  known.set(query, digest);
  return digest;
}

function answer(lookup: Lookup, query: string): string {
  const cut = query.indexOf(' ');
  const [kind, argument] = [query.slice(0, cut), query.slice(cut + 1)];
  switch (kind) {
    case 'names':
      return digestOf(lookup.names(argument as KindName));
    case 'filed': {
      const [of = '', name = ''] = argument.split(' ', 2);
      return digestOf(lookup.filedAs(of as KindName, name));
    }
    case 'module':
      return digestOf(lookup.module(argument));
    case 'aliases':
      return digestOf(lookup.moduleAliases());
    case 'exporters':
      return digestOf(lookup.exporters(argument));
    case 'feature':
      return digestOf(lookup.feature(argument));
    case 'test':
      return digestOf(lookup.testFile(argument));
    case 'declarers':
      return digestOf(lookup.declarers(argument));
    case 'awaiters':
      return digestOf(lookup.awaiters(argument));
    case 'named': {
      const [of = '', id = ''] = argument.split(' ', 2);
      return digestOf(lookup.isNamed(of as KindName, id));
    }
    case 'producers':
      return digestOf(lookup.producers(argument));
    case 'performers':
      return digestOf(lookup.performers(argument));
    case 'players':
      return digestOf(lookup.players(argument));
    case 'namespace':
      return digestOf(lookup.namespaceOwners(argument));
    case 'registered':
      return digestOf(lookup.fileOwners(argument));
    case 'measurers':
      return digestOf(lookup.measurers(argument));
    case 'witnesses':
      return digestOf(lookup.witnesses(argument));
    case 'file':
      return digestOf(lookup.fileExists(argument));
    case 'packages':
      return lookup.packages().digest;
    case 'unread-id':
      return digestOf(lookup.unread(argument as KindName, 'id'));
    case 'unread-content':
      return digestOf(lookup.unread(argument as KindName, 'content'));
    default:
      return digestOf(lookup.find(kind as KindName, argument), summaryFacts);
  }
}

/** A lookup that records its queries, but for what all results depend on anyway: the workspace document and the tool. */
export function trackLookup(lookup: Lookup): { lookup: Lookup; dependencies: () => Dependencies } {
  const queries = new Set<string>();
  const note = (kind: string, argument?: string): Lookup => {
    queries.add(queryKey(kind, argument));
    return lookup;
  };
  const tracked: Lookup = {
    find: (kind, id) => note(kind, id).find(kind, id),
    names: (kind) => note('names', kind).names(kind),
    filedAs: (kind, name) => note('filed', `${kind} ${name}`).filedAs(kind, name),
    module: (alias) => note('module', alias).module(alias),
    moduleAliases: () => note('aliases').moduleAliases(),
    exporters: (name) => note('exporters', name).exporters(name),
    feature: (path) => note('feature', path).feature(path),
    testFile: (path) => note('test', path).testFile(path),
    declarers: (event) => note('declarers', event).declarers(event),
    awaiters: (event) => note('awaiters', event).awaiters(event),
    producers: (artifact) => note('producers', artifact).producers(artifact),
    performers: (symphony) => note('performers', symphony).performers(symphony),
    players: (script) => note('players', script).players(script),
    namespaceOwners: (event) => note('namespace', event).namespaceOwners(event),
    fileOwners: (path) => note('registered', path).fileOwners(path),
    isNamed: (kind, id) => note('named', `${kind} ${id}`).isNamed(kind, id),
    measurers: (metric) => note('measurers', metric).measurers(metric),
    witnesses: (evidence) => note('witnesses', evidence).witnesses(evidence),
    libraryPolicies: () => lookup.libraryPolicies(),
    fileExists: (path) => note('file', path).fileExists(path),
    signature: (key) => note('signature', key).signature(key),
    packages: () => note('packages').packages(),
    unread: (kind, what) => note(`unread-${what}`, kind).unread(kind, what),
    workspace: () => lookup.workspace(),
  };
  const dependencies = () => [...queries].sort().map((key): Fact => [key, factDigest(lookup, key)]);
  return { lookup: tracked, dependencies };
}
