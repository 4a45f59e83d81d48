/**
 * Reads the files that documents refer to: handler modules, packages, specifications, tests and pages. Nothing of them is
 * executed.
 */
import { joinPath } from '../base/path.ts';
import { placeAt } from '../base/spans.ts';
import { sourceText } from '../base/text.ts';
import { generatedParts, readLinkedFiles, readModules, readPackages } from '../bind/index.ts';
import type { CheckSession } from '../cache/session.ts';
import { packageFolders } from '../load/index.ts';
import { nearPath } from '../load/near-path.ts';
import type { PackageIndex } from '../model/code.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Document } from '../model/document.ts';
import type { DocumentationPage, Summary } from '../model/index.ts';
import type { LinkedFiles } from '../model/linked.ts';
import type { SourceFile } from '../model/source.ts';
import { existence, readInput, readOwn } from './inputs.ts';

/** Reads files inside the workspace, each of which is an input of the build then. */
function readerOf(session: CheckSession): (path: string) => SourceFile | { readonly problem: string } | undefined {
  return (path) => {
    const read = readInput(session, path);
    return read && 'finding' in read ? { problem: problemOf(read.finding) } : read;
  };
}

const problemOf = ({ params }: Finding): string => String(params['problem']);

/** The modules that the workspace names, and what they import. */
export function readHandlerModules(session: CheckSession, workspace: Document<'Workspace'>) {
  const { host, root, out } = session;
  const handlers = workspace.value.handlers ?? {};
  const declared = new Set(Object.values(handlers).map((path) => joinPath(path)));
  const outputs = new Set([out, 'out'].filter((folder) => folder !== ''));
  return readModules(handlers, {
    read: readerOf(session),
    exists: existence(session),
    isOutput: (path) => [...outputs].some((folder) => path === folder || path.startsWith(`${folder}/`)),
    near: (path) => nearPath(host, root, path, declared),
    known: session.knownFacts,
    keep: session.keepFacts,
    survives: (script, input) => host.survives(script, input),
  });
}

/** The lockfiles of the largest repositories have some 20 MiB. */
const maxLockBytes = 64 * 1024 * 1024;

/** package.json and what belongs to it. What cannot be read counts as missing. */
export function readWorkspacePackages(session: CheckSession): Promise<PackageIndex> {
  const { host, root, out } = session;
  const exists = existence(session);
  return readPackages({
    exists,
    read: (path) => {
      const read = exists(path) ? readInput(session, path, maxLockBytes) : undefined;
      return read && 'finding' in read ? undefined : read;
    },
    folders: (patterns) => packageFolders(host, root, patterns, [out]),
    known: session.knownFacts,
    keep: session.keepFacts,
  });
}

/** The feature files and tests that beats name. */
export function readLinks(session: CheckSession, summaries: readonly Summary[]): Promise<LinkedFiles> {
  const { host, root } = session;
  const specs = new Set<string>();
  const tests = new Set<string>();
  for (const summary of summaries) {
    if (summary.kind !== 'Symphony' || summary.broken) continue;
    for (const { name } of summary.specs ?? []) specs.add(name);
    for (const { name } of summary.tests ?? []) tests.add(name);
  }
  return readLinkedFiles(specs, tests, {
    read: readerOf(session),
    near: (path, endings) => nearPath(host, root, path, new Set(), endings),
    known: session.knownFacts,
    keep: session.keepFacts,
    survives: (script, input) => host.survives(script, input),
  });
}

/** The pages of documentation that the workspace names. */
export function readPages(session: CheckSession, workspace: Document<'Workspace'>) {
  return (workspace.value.documentation ?? []).map((path, i): DocumentationPage => {
    const at = placeAt(workspace, ['documentation', i]);
    const read = readOwn(session, path);
    if ('finding' in read) return { path, at, problem: problemOf(read.finding), parts: [] };
    const text = new TextDecoder().decode(session.noteInput(read.file).bytes());
    return { path, at, parts: generatedParts(sourceText(path, text)) };
  });
}
