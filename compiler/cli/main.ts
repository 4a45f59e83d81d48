/** The command line: finds the command, loads it alone, and turns whatever happens into an exit code. */
import { oneLine } from '../../runtime/core/text.ts';
import { nearest } from '../base/text.ts';
import { commands } from '../generated/commands.ts';
import { toolVersion } from '../generated/digests.ts';
import { HostError } from '../host/host.ts';
import { CommandLine } from './arguments.ts';
import { type CliContext, type CommandDefinition, type ExitCode, UsageError } from './define.ts';

/** Runs one command line (without `node` and the script). Never throws. */
export async function main(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  try {
    const [name, ...rest] = argv;
    if (name !== undefined && Object.hasOwn(commands, name)) {
      return await runCommand(context, await commands[name as keyof typeof commands](), rest);
    }
    return await withoutCommand(context, name);
  } catch (error) {
    return failure(context, error);
  }
}

async function runCommand(
  context: CliContext,
  definition: CommandDefinition,
  argv: readonly string[],
): Promise<ExitCode> {
  const line = new CommandLine();
  definition.configure(line);
  const { args, options, help } = line.parse(argv);
  if (!help) return definition.run(context, options, args);
  context.out(line.help(definition.name, definition.summary));
  return 0;
}

/** `--help`, `--version`, nothing, or a word that is no command. */
async function withoutCommand(context: CliContext, name: string | undefined): Promise<ExitCode> {
  if (name === '--version' || name === '-V') {
    context.out(`${toolVersion}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    context.out(await overview());
    return 0;
  }
  if (name === undefined) {
    context.err(await overview());
    return 2;
  }
  const near = nearest(name, Object.keys(commands));
  const what = name.startsWith('-') ? 'the first word is a command, not' : 'there is no command';
  throw new UsageError(`${what} \`${name}\``, near ? `did you mean \`${near}\`?` : 'see `symphonyc --help`');
}

async function overview(): Promise<string> {
  const definitions = await Promise.all(Object.values(commands).map((load): Promise<CommandDefinition> => load()));
  const width = Math.max(...definitions.map(({ name }) => name.length));
  const rows = definitions.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
  return `symphonyc ${toolVersion}: compiles software-delivery governance\n\n${rows}\n\nsymphonyc <command> --help shows what a command takes.\n`;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EACCES: 'permission is missing',
  EROFS: 'the file system is read-only',
};

function failure(context: CliContext, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    context.err(`error: ${oneLine(error.message)}\n${error.help ? `  help: ${oneLine(error.help)}\n` : ''}`);
    return 2;
  }
  if (error instanceof HostError) {
    context.err(`error: cannot write or read ${oneLine(error.path)}: ${systemReasons[error.code] ?? error.code}\n`);
    return 2;
  }
  const what = error instanceof Error ? error.stack : String(error);
  context.err(`error: symphonyc itself failed; this is a bug, please report it\n${what}\n`);
  return 3;
}
