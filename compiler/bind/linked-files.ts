/** The files that beats name as specification and as test, read and never executed. */
import { compareText } from '../base/text.ts';
import type { FeatureFacts, FeatureSummary, LinkedFiles, TestCase, TestSummary } from '../model/linked.ts';
import type { SourceFile } from '../model/source.ts';
import type { Trial } from './parse-module.ts';
import { type ReadFile, resolveImport } from './resolve-import.ts';
import type { CaseFacts, TestFacts } from './test-facts.ts';

interface LinkReader {
  readonly read: ReadFile;
  /** A file with one of the endings that exists and is much like one that does not. */
  readonly near: (path: string, endings: RegExp) => string | undefined;
  /** What is known of a file by its digest and how it is read, kept between builds. */
  readonly known: <T extends object>(key: string) => T | undefined;
  readonly keep: (key: string, facts: object) => void;
  readonly survives: Trial;
}

const featureFile = /\.feature$/;
const moduleFile = /\.[cm]?[jt]sx?$/;

/** After so many modules that a test imports it counts as one that may reach anything. */
const maxModules = 500;

/** For at most so many files that do not exist another one is looked for. */
const maxSearches = 200;

/** Paths are folded and stay inside the workspace. */
export async function readLinkedFiles(
  specs: ReadonlySet<string>,
  tests: ReadonlySet<string>,
  reader: LinkReader,
): Promise<LinkedFiles> {
  let searches = 0;
  const missing = (path: string, file: ReturnType<ReadFile>, endings: RegExp) => {
    const why = file && 'problem' in file ? { unreadable: file.problem } : {};
    const near = file || ++searches > maxSearches ? undefined : reader.near(path, endings);
    return { path, exists: false, ...why, ...(near === undefined ? {} : { near }) };
  };
  const features = new Map<string, FeatureSummary>();
  for (const path of [...specs].sort(compareText)) {
    const file = reader.read(path);
    const isRead = file && !('problem' in file);
    features.set(
      path,
      isRead
        ? { path, exists: true, ...(await featureOf(file, reader)) }
        : { ...missing(path, file, featureFile), scenarios: [] },
    );
  }
  const found = new Map<string, TestSummary>();
  for (const path of [...tests].sort(compareText)) {
    const file = reader.read(path);
    const isRead = file && !('problem' in file);
    const nothing = { cases: [], asserts: false, files: [] };
    found.set(path, isRead ? await summaryOf(file, reader) : { ...missing(path, file, moduleFile), ...nothing });
  }
  return { features, tests: found };
}

/** What `read` finds out about a file, unless that is known. */
async function kept<T extends object>(key: string, reader: LinkReader, read: () => Promise<T>): Promise<T> {
  const known = reader.known<T>(key);
  if (known) return known;
  const facts = await read();
  reader.keep(key, facts);
  return facts;
}

async function featureOf(file: SourceFile, reader: LinkReader): Promise<FeatureFacts> {
  if (!featureFile.test(file.path)) return { scenarios: [], error: 'its name does not end with `.feature`' };
  return kept(`${file.digest} feature`, reader, async () => (await import('./feature-facts.ts')).readFeature(file));
}

const testOf = (file: SourceFile, reader: LinkReader): Promise<TestFacts> =>
  kept(`${file.digest} test ${file.path.slice(file.path.lastIndexOf('.'))}`, reader, async () =>
    (await import('./test-facts.ts')).readTest(file, reader.survives),
  );

/** A test with the modules of the workspace that it imports, and what those import. */
async function summaryOf(file: SourceFile, reader: LinkReader): Promise<TestSummary> {
  const { path } = file;
  if (!moduleFile.test(path)) return { path, exists: true, cases: [], asserts: false, files: [path], isForeign: true };
  const facts = await testOf(file, reader);
  const files = new Set([path]);
  let isOpen = facts.isOpen === true;
  let othersAssert = false;
  const queue = facts.imports.map((specifier) => ({ from: path, specifier }));
  for (let next = queue.pop(); next; next = queue.pop()) {
    const module = resolveImport(next.from, next.specifier, reader.read);
    if (!module) isOpen = true;
    else if (files.size >= maxModules) {
      isOpen = true;
      break;
    } else if (!files.has(module.path)) {
      files.add(module.path);
      const { imports, asserts, isOpen: leadsOn } = await testOf(module, reader);
      isOpen ||= leadsOn === true;
      othersAssert ||= asserts;
      for (const specifier of imports) queue.push({ from: module.path, specifier });
    }
  }
  const { error, errorAt } = facts;
  return {
    path,
    exists: true,
    ...(error === undefined ? {} : { error, errorAt }),
    cases: facts.cases.map((one) => judgedByOthers(one, othersAssert || isOpen)),
    asserts: facts.asserts,
    files: [...files].sort(compareText),
    ...(isOpen ? { isOpen } : {}),
  };
}

/** A test that finds nothing wrong itself may do so with what it imports. */
function judgedByOthers({ usesModules, ...one }: CaseFacts, othersAssert: boolean): TestCase {
  const mayBe = usesModules && othersAssert && one.asserts !== 'something';
  return mayBe ? { ...one, asserts: 'unknown' } : one;
}
