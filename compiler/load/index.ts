/** Globs → source files. Every file that a pattern matches is accounted for: given, or skipped with a reason. */
import { append } from '../../runtime/core/lists.ts';
import { baselineFile, waiversFile } from '../base/own-files.ts';
import { compareText } from '../base/text.ts';
import { finding } from '../diagnostics/finding.ts';
import type { ReadHost } from '../host/host.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { LoadedSources, SkippedFile, SourceFile } from '../model/source.ts';
import { compileGlob } from './glob.ts';
import { readSource } from './read.ts';
import { walk } from './walk.ts';

export { packageFolders } from './package-folders.ts';
export { readSource } from './read.ts';

/** Files of the workspace itself, which hold no definitions whatever a pattern says. */
const ownFiles: readonly string[] = ['symphony.yaml', waiversFile, baselineFile];

export interface SourcePattern {
  readonly glob: string;
  readonly field: 'sources' | 'exclude';
  readonly place: Place;
}

interface LoadRequest {
  readonly host: ReadHost;
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly patterns: readonly SourcePattern[];
  /** Folders that are never entered, relative to the workspace; one that is empty is none. */
  readonly ignore: readonly string[];
  /** The digest of a file that is known not to have changed since it was last read. */
  readonly known: (path: string) => string | undefined;
}

export function load(request: LoadRequest): LoadedSources {
  const findings: Finding[] = [];
  const usable = request.patterns.filter((pattern) => !leavesWorkspace(pattern, findings));
  const sources = usable.filter((pattern) => pattern.field === 'sources').map(matcher);
  const excludes = usable.filter((pattern) => pattern.field === 'exclude').map(matcher);
  const walked = walk(
    request.host,
    request.root,
    sources,
    request.ignore.filter((folder) => folder !== ''),
  );
  append(findings, walked.findings);

  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [...walked.skipped];
  for (const path of [...walked.files.keys()].sort(compareText)) {
    const matching = sources.filter((source) => source.matches(path));
    if (ownFiles.includes(path) || matching.length === 0) continue;
    for (const source of matching) source.used = true;
    const excluded = excludes.find((exclude) => exclude.matches(path));
    if (excluded) {
      for (const exclude of excludes) exclude.used ||= exclude.matches(path);
      skipped.push({ path, reason: `excluded by ${excluded.pattern.glob}` });
      continue;
    }
    const read = readSource(request.host, request.root, path, {
      knownDigest: request.known(path),
      isLink: walked.files.get(path) === 'symlink',
    });
    if ('finding' in read) {
      findings.push(read.finding);
      skipped.push({ path, reason: 'cannot be read' });
    } else files.push(read.file);
  }
  for (const { pattern, used } of [...sources, ...excludes]) {
    if (!used)
      findings.push(finding('SOURCE_UNMATCHED', { pattern: pattern.glob, field: pattern.field }, pattern.place));
  }
  return { files, skipped: skipped.sort((a, b) => compareText(a.path, b.path)), findings };
}

function matcher(pattern: SourcePattern) {
  const glob = pattern.glob.startsWith('./') ? pattern.glob.slice(2) : pattern.glob;
  return { pattern, used: false, ...compileGlob(glob) };
}

function leavesWorkspace(pattern: SourcePattern, findings: Finding[]): boolean {
  const outside = pattern.glob.startsWith('/') || pattern.glob.split('/').includes('..') || pattern.glob.includes('\\');
  if (outside) {
    const problem = `the pattern \`${pattern.glob}\` must be relative, use forward slashes and stay inside the workspace`;
    findings.push(finding('FILE_UNREADABLE', { problem }, pattern.place));
  }
  return outside;
}
