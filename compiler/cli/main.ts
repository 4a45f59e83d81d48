/** The command line: finds the command, loads it alone, and turns whatever happens into an exit code. */
import { Command, CommanderError } from 'commander';
import { nearest } from '../base/text.ts';
import { commands } from '../generated/commands.ts';
import { toolVersion } from '../generated/digests.ts';
import { HostError } from '../host/host.ts';
import { type CliContext, type CommandDefinition, type ExitCode, UsageError } from './define.ts';

type CommandName = keyof typeof commands;

/** Runs one command line (without `node` and the script). Never throws. */
export async function main(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  try {
    const name = argv.find((argument) => !argument.startsWith('-'));
    if (name !== undefined && Object.hasOwn(commands, name))
      return await runCommand(context, await commands[name as CommandName](), argv);
    return await withoutCommand(context, name, argv);
  } catch (error) {
    return failure(context, error);
  }
}

async function runCommand(
  context: CliContext,
  definition: CommandDefinition,
  argv: readonly string[],
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = newProgram(context);
  const command = addCommand(program, definition);
  command.action(async () => {
    code = await definition.run(context, command.opts(), command.args);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

const newProgram = (context: CliContext): Command =>
  new Command('symphonyc')
    .description(
      'Compiles software-delivery governance: diagnostics, plans, types, a dashboard and a signed evidence pack.',
    )
    .version(toolVersion)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err });

function addCommand(program: Command, definition: CommandDefinition): Command {
  const command = program
    .command(definition.name)
    .description(definition.summary)
    .exitOverride()
    .allowExcessArguments(false);
  command.configureOutput(program.configureOutput());
  definition.configure(command);
  return command;
}

/** `--help`, `--version`, nothing, or a word that is no command. */
async function withoutCommand(
  context: CliContext,
  name: string | undefined,
  argv: readonly string[],
): Promise<ExitCode> {
  if (name !== undefined && name !== 'help') {
    const near = nearest(name, Object.keys(commands));
    throw new UsageError(
      `there is no command \`${name}\``,
      near ? `did you mean \`${near}\`?` : 'see `symphonyc --help`',
    );
  }
  const program = newProgram(context);
  for (const load of Object.values(commands)) addCommand(program, await load());
  if (argv.includes('--version') || argv.includes('-V')) context.out(`${toolVersion}\n`);
  else if (argv.length === 0) context.err(program.helpInformation());
  else context.out(program.helpInformation());
  return argv.length === 0 ? 2 : 0;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EACCES: 'permission is missing',
  EROFS: 'the file system is read-only',
};

function failure(context: CliContext, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    context.err(`error: ${error.message}\n${error.help ? `  help: ${error.help}\n` : ''}`);
    return 2;
  }
  if (error instanceof HostError) {
    context.err(`error: cannot write or read ${error.path}: ${systemReasons[error.code] ?? error.code}\n`);
    return 2;
  }
  context.err(
    `error: symphonyc itself failed; this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 3;
}
