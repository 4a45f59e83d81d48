/** Prints a verdict in the formats that were asked for, and says how the command ends. */

import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath, parentOf } from '../base/path.ts';
import { maskSecrets } from '../base/secrets/index.ts';
import { verdictJson } from '../base/verdict-json.ts';
import { recordingHost } from '../cache/recording-host.ts';
import type { Renderer } from '../diagnostics/render/define.ts';
import { renderOutcome, renderPretty } from '../diagnostics/render/pretty.ts';
import type { Host } from '../host/host.ts';
import { readSource } from '../load/read.ts';
import type { Verdict } from '../model/verdict.ts';
import type { CliContext, ExitCode } from './define.ts';
import { absolute, type Format, type WorkspaceOptions } from './workspace-options.ts';

/** `brief`: people have seen all of it before. */
export async function reportVerdict(
  context: CliContext,
  options: WorkspaceOptions,
  verdict: Verdict,
  brief = false,
): Promise<ExitCode> {
  await writeReports(context, options, verdict);
  const { format } = options;
  if (brief && format === 'pretty') context.out(renderOutcome(verdict, context.color));
  else context.out(await render(context, options, verdict, format, context.color));
  if (format === 'github') await writeStepSummary(context, options, verdict);
  if (verdict.diagnostics.some((diagnostic) => diagnostic.code === 'INTERNAL_ERROR')) return 3;
  return verdict.conforms ? 0 : 1;
}

/** Writes the verdict to each file that was asked for. */
export async function writeReports(context: CliContext, options: WorkspaceOptions, verdict: Verdict): Promise<void> {
  for (const { format, file } of options.outputs)
    writeReport(context.host, file, new TextEncoder().encode(await render(context, options, verdict, format, false)));
}

/**
 * Leaves a file alone that holds just this: whoever watches its folder would take it for a change. What is no regular
 * file (a link, a pipe, `/dev/null`) is written into, not replaced.
 */
function writeReport(host: Host, file: string, bytes: Uint8Array): void {
  const stat = host.lstat(file);
  if (stat && stat.type !== 'file') host.writeFile(file, bytes);
  else if (stat?.size !== bytes.length || digestBytes(host.readFile(file)) !== digestBytes(bytes))
    host.replaceFile(file, bytes);
}

/** What is not asked for in every check is loaded when it is. */
const renderers: Readonly<Record<Exclude<Format, 'pretty' | 'json'>, () => Promise<Renderer>>> = {
  sarif: async () => {
    const [{ renderSarif }, { rules }] = await Promise.all([
      import('../diagnostics/render/sarif.ts'),
      import('../generated/rules.ts'),
    ]);
    return (input) => renderSarif(input, rules);
  },
  junit: async () => (await import('../diagnostics/render/junit.ts')).renderJunit,
  github: async () => (await import('../diagnostics/render/github.ts')).renderGithub,
  gitlab: async () => (await import('../diagnostics/render/gitlab.ts')).renderGitlab,
  markdown: async () => (await import('../diagnostics/render/markdown.ts')).renderMarkdown,
};

export async function render(
  context: CliContext,
  { root, verbose }: WorkspaceOptions,
  verdict: Verdict,
  format: Format,
  color: boolean,
): Promise<string> {
  const sourceText = sourceReader(context, root);
  if (format === 'json') return verdictJson(verdict);
  if (format === 'pretty') return renderPretty({ verdict, sourceText, color, verbose });
  const renderer = await renderers[format]();
  return renderer({ verdict, sourceText, color, prefix: prefixOf(context, root) });
}

/** From the root of the repository, which has a `.git`, to the workspace. */
function prefixOf({ host }: CliContext, root: string): string {
  for (let folder = root; folder !== parentOf(folder); folder = parentOf(folder)) {
    if (host.lstat(joinPath(folder, '.git'))) return folder === root ? '' : `${root.slice(folder.length + 1)}/`;
  }
  return '';
}

/** What a job of GitHub shows as its summary: after what steps before this one wrote. */
async function writeStepSummary(context: CliContext, options: WorkspaceOptions, verdict: Verdict): Promise<void> {
  const { host } = context;
  const file = host.env('GITHUB_STEP_SUMMARY');
  if (file === undefined || file === '') return;
  const path = absolute(context, file);
  const before = host.stat(path)?.type === 'file' ? host.readFile(path) : new Uint8Array();
  const text = await render(context, options, verdict, 'markdown', false);
  host.writeFile(path, Buffer.concat([before, Buffer.from(text)]));
}

/**
 * Reads sources for code frames, each once. A file that went away meanwhile has no frame, nor has one that may not be
 * read: what lies outside the workspace is never shown, nor is what looks like a secret.
 */
export function sourceReader({ host }: Pick<CliContext, 'host'>, root: string): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  const recorder = recordingHost(host);
  const read = (file: string): string | undefined => {
    const result = readSource(recorder, root, file);
    return 'file' in result ? maskSecrets(new TextDecoder().decode(result.file.bytes())) : undefined;
  };
  return (file) => {
    if (!texts.has(file)) texts.set(file, read(file));
    return texts.get(file);
  };
}
