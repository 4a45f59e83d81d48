/** The options that all commands over a workspace share. */
import { isDate } from '../base/dates.ts';
import { joinPath, parentOf } from '../base/path.ts';
import { list } from '../base/text.ts';
import { type Severity, severities } from '../model/diagnostic.ts';
import type { CommandLine } from './arguments.ts';
import { type CliContext, UsageError } from './define.ts';
import { sourceDateEpoch } from './source-date.ts';

const formats = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const;
export type Format = (typeof formats)[number];

export interface WorkspaceOptions {
  /** Absolute path of the folder with `symphony.yaml`. */
  readonly root: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Whether the command line names it. */
  readonly namesOut: boolean;
  readonly format: Format;
  /** Further outputs: format → absolute path of a file. */
  readonly outputs: readonly { readonly format: Format; readonly file: string }[];
  readonly failOn?: Severity;
  readonly asOf: string;
  readonly cache: boolean;
  /** Shows every information, not just how many there are. */
  readonly verbose: boolean;
  /** The revision to compare with, as the user names it. */
  readonly against?: string;
  /** The revision since which something must have changed for its findings to be told. */
  readonly since?: string;
}

export function workspaceOptions(command: CommandLine): void {
  command
    .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
    .option('--format <format>', `how to print diagnostics: ${list(formats, 'or')}`, 'pretty')
    .list('--output <format=file>', 'write diagnostics to a file too')
    .option('--fail-on <severity>', 'the least severity that fails: critical, major, minor or info')
    .option('--as-of <date>', 'the date that expiries are judged by, as YYYY-MM-DD')
    .option(
      '--out <folder>',
      'the output folder, `out` in the workspace by default; `check` compares what lies there when it is named',
    )
    .option('--verbose', 'show every information, not only how many there are of a code')
    .option('--no-cache', 'look at everything again');
}

/** For commands that check. */
export const comparisonOptions = (command: CommandLine): void =>
  void command.option(
    '--against <ref>',
    'compare with a revision of git, and judge what changed; `REF...` is where HEAD parted from REF',
  );

/** Throws UsageError. */
export function readWorkspaceOptions(
  context: CliContext,
  options: Readonly<Record<string, unknown>>,
): WorkspaceOptions {
  const root = findRoot(context, options['workspace'] as string | undefined);
  const out = options['out'] as string | undefined;
  const folder = out === undefined ? joinPath(root, 'out') : absolute(context, out);
  return {
    root,
    out: folder,
    namesOut: out !== undefined,
    format: formatOf(String(options['format'] ?? 'pretty')),
    outputs: outputsOf(context, (options['output'] ?? []) as string[], root, folder),
    failOn: severityOf(options['failOn'] as string | undefined),
    asOf: dateOf(context, options['asOf'] as string | undefined),
    cache: options['cache'] !== false,
    verbose: options['verbose'] === true,
    against: options['against'] as string | undefined,
    since: options['since'] as string | undefined,
  };
}

/** The output folder relative to the workspace, or nothing when it lies outside. */
export const outOf = ({ root, out }: Pick<WorkspaceOptions, 'root' | 'out'>): string =>
  out.startsWith(`${root}/`) ? out.slice(root.length + 1) : '';

export const absolute = (context: CliContext, path: string): string => {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed) ? joinPath(slashed) : joinPath(context.cwd, slashed);
};

/** The nearest folder, from here upwards, that holds a `symphony.yaml`. */
export function findRoot(context: CliContext, start: string | undefined): string {
  const first = start === undefined ? context.cwd : absolute(context, start);
  for (let folder = first; ; folder = parentOf(folder)) {
    if (context.host.lstat(joinPath(folder, 'symphony.yaml'))) return folder;
    if (folder === '/' || folder === '' || folder === parentOf(folder)) break;
  }
  throw new UsageError(
    `there is no symphony.yaml in ${start ?? 'this folder'} or above it`,
    'create a workspace with `symphonyc init`, or name one with `--workspace`',
  );
}

function formatOf(text: string): Format {
  const format = formats.find((name) => name === text);
  if (!format) throw new UsageError(`there is no format \`${text}\``, `the formats are ${list(formats)}`);
  return format;
}

function outputOf(context: CliContext, text: string): { format: Format; file: string } {
  const cut = text.indexOf('=');
  if (cut < 1 || cut === text.length - 1) throw new UsageError(`--output takes FORMAT=FILE, not \`${text}\``);
  const [format, name] = [formatOf(text.slice(0, cut)), text.slice(cut + 1)];
  if (name === '-')
    throw new UsageError('`--output` takes a file, not `-`', `stdout is what \`--format ${format}\` is for`);
  return { format, file: absolute(context, name) };
}

/** What lies in the output folder is the build's: it is sealed, and replaced as a whole. */
function outputsOf(
  context: CliContext,
  texts: readonly string[],
  root: string,
  out: string,
): WorkspaceOptions['outputs'] {
  const outputs = texts.map((text) => outputOf(context, text));
  const own = [out, joinPath(out, '../.symphony'), joinPath(root, '.symphony')];
  for (const [i, { file }] of outputs.entries()) {
    const real = realOf(context, file);
    if (own.some((folder) => [file, real].some((path) => `${path}/`.startsWith(`${folder}/`))))
      throw new UsageError(`\`--output\` cannot write into the output folder: ${file}`, 'choose a file outside of it');
    if (outputs.slice(0, i).some((other) => other.file === file))
      throw new UsageError(`two formats would be written to ${file}`, 'give each a file of its own');
  }
  return outputs;
}

/** Where a file would be, once the links in the folders above it are followed. */
function realOf({ host }: CliContext, file: string): string {
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    if (host.stat(folder)) return joinPath(host.realPath(folder), file.slice(folder.length));
    if (folder === parentOf(folder)) return file;
  }
}

function severityOf(text: string | undefined): Severity | undefined {
  if (text === undefined) return undefined;
  const severity = severities.find((name) => name === text);
  if (!severity) throw new UsageError(`there is no severity \`${text}\``, `the severities are ${list(severities)}`);
  return severity;
}

/** `--as-of`, else SOURCE_DATE_EPOCH, else today in UTC. */
function dateOf({ host }: CliContext, text: string | undefined): string {
  if (text !== undefined) {
    if (!isDate(text)) throw new UsageError(`--as-of takes a date as YYYY-MM-DD, not \`${text}\``);
    return text;
  }
  const epoch = sourceDateEpoch(host);
  return new Date(epoch === undefined ? host.now() : epoch * 1000).toISOString().slice(0, 10);
}
