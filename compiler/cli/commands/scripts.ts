import { printable } from '../../../runtime/core/text.ts';
import { packageScripts } from '../../base/package-scripts.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { absolute, readWorkspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'scripts',
  summary: 'show the npm scripts that symphonies name, or merge them into package.json',
  configure: (command) => {
    command
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--package <file>', 'the package.json, the one of the workspace by default')
      .option('--write', 'merge the scripts into it; nothing else in it is touched')
      .option('--force', 'overwrite scripts of the same name that mean something else');
  },
  run: async (context, given) => {
    const { workspace, package: named } = given as { workspace?: string; package?: string };
    const write = given['write'] === true;
    const options = readWorkspaceOptions(context, { workspace, format: 'pretty', output: [] });
    const { runCheck } = await import('../run-check.ts');
    const { result } = await runCheck(context, options);
    if (!('verdict' in result)) return (await import('../unreadable.ts')).reportUnreadable(context, options, result);

    const scripts = packageScripts(result.index.symphonies);
    const path = named === undefined ? joinPath(options.root, 'package.json') : absolute(context, named);
    const before = readPackage(context, path, write || named !== undefined);
    const merge =
      before === undefined ? undefined : await mergeInto(path, before, scripts.scripts, given['force'] === true);
    if (write && merge && merge.text !== before) context.host.replaceFile(path, new TextEncoder().encode(merge.text));
    if (!write)
      context.out(printableJson(Object.fromEntries(scripts.scripts.map(({ name, command }) => [name, command]))));
    const { leftOut, summaryLines } = await import('../../scripts/summary.ts');
    if (result.index.lookup.unread('Symphony', 'content'))
      context.err('a definition cannot be read, so its scripts, if it names any, are missing; see `symphonyc check`\n');
    for (const line of summaryLines(scripts, merge, write)) context.err(`${printable(line)}\n`);
    return leftOut(scripts, merge) ? 1 : 0;
  },
});

/** The text with its byte order mark; undefined when there is none and none is needed. Throws UsageError. */
function readPackage({ host }: CliContext, path: string, needed: boolean): string | undefined {
  if (host.stat(path)?.type !== 'file') {
    if (!needed) return undefined;
    throw new UsageError(`there is no ${path}`, 'create one with `npm init`, or name another with `--package`');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(host.readFile(path));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${path} is not UTF-8`, 'save it as UTF-8');
  }
}

async function mergeInto(
  path: string,
  text: string,
  wanted: ReturnType<typeof packageScripts>['scripts'],
  force: boolean,
) {
  const { mergeScripts } = await import('../../scripts/merge.ts');
  const merge = mergeScripts(text, wanted, { force });
  if (!('problem' in merge)) return merge;
  const { message, at } = merge.problem;
  throw new UsageError(`${path}:${at.line}:${at.column}: ${message}`, 'repair the file; nothing was written');
}
