/** Reads the files that documents refer to: handler modules, specifications, tests and pages. Nothing of them is executed. */
import { joinPath } from '../base/path.ts';
import { placeAt } from '../base/spans.ts';
import { sourceText } from '../base/text.ts';
import { generatedParts, readLinkedFiles, readModules } from '../bind/index.ts';
import type { CheckSession } from '../cache/session.ts';
import { readSource } from '../load/index.ts';
import { nearPath } from '../load/near-path.ts';
import type { Document } from '../model/document.ts';
import type { DocumentationPage, Summary } from '../model/index.ts';
import type { LinkedFiles } from '../model/linked.ts';
import type { SourceFile } from '../model/source.ts';

/** Reads files inside the workspace, each of which is an input of the build then. */
function readerOf(session: CheckSession): (path: string) => SourceFile | { readonly problem: string } | undefined {
  const { host, root } = session;
  return (path) => {
    const absolute = joinPath(root, path);
    if (!host.stat(absolute) && !host.lstat(absolute)) return undefined;
    const result = readSource(host, root, path, { knownDigest: session.knownDigest(path) });
    return 'file' in result ? session.noteInput(result.file) : { problem: String(result.finding.params['problem']) };
  };
}

/** The modules that the workspace names, and what they import. */
export function readHandlerModules(session: CheckSession, workspace: Document<'Workspace'>) {
  const { host, root } = session;
  const handlers = workspace.value.handlers ?? {};
  const declared = new Set(Object.values(handlers).map((path) => joinPath(path)));
  return readModules(handlers, {
    read: readerOf(session),
    near: (path) => nearPath(host, root, path, declared),
    known: session.knownFacts,
    keep: session.keepFacts,
    survives: (script, input) => host.survives(script, input),
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
export function readPages({ host, root, knownDigest, noteInput }: CheckSession, workspace: Document<'Workspace'>) {
  return (workspace.value.documentation ?? []).map((path, i): DocumentationPage => {
    const at = placeAt(workspace, ['documentation', i]);
    const read = readSource(host, root, path, { knownDigest: knownDigest(path) });
    if ('finding' in read) return { path, at, problem: String(read.finding.params['problem']), parts: [] };
    const text = new TextDecoder().decode(noteInput(read.file).bytes());
    return { path, at, parts: generatedParts(sourceText(path, text)) };
  });
}
