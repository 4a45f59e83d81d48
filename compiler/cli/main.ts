/** The command line: finds the command, loads it alone, and turns whatever happens into an exit code. */
import { nearest } from '../base/text.ts';
import { commands } from '../generated/commands.ts';
import { toolVersion } from '../generated/digests.ts';
import { CommandLine } from './arguments.ts';
import { type CliContext, type CommandDefinition, type ExitCode, UsageError } from './define.ts';
import { describeFailure } from './failure.ts';

/** Runs one command line (without `node` and the script). Never throws. */
export async function main(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  try {
    const [name, ...rest] = argv[0] === 'help' && argv.length > 1 ? [argv[1]!, '--help'] : argv;
    if (name !== undefined && Object.hasOwn(commands, name)) {
      return await runCommand(context, await commands[name as keyof typeof commands](), rest);
    }
    return await withoutCommand(context, name);
  } catch (error) {
    const { text, bug } = describeFailure(error);
    context.err(text);
    return bug ? 3 : 2;
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
  const near = name === '-v' ? '--version' : nearest(name, [...Object.keys(commands), '--help', '--version']);
  const what = name.startsWith('-') ? 'the first word is a command, not' : 'there is no command';
  throw new UsageError(`${what} \`${name}\``, near ? `did you mean \`${near}\`?` : 'see `symphonyc --help`');
}

async function overview(): Promise<string> {
  const definitions = await Promise.all(Object.values(commands).map((load): Promise<CommandDefinition> => load()));
  const width = Math.max(...definitions.map(({ name }) => name.length));
  const rows = definitions.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
  return `symphonyc ${toolVersion}: compiles software-delivery governance\n\n${rows}\n\nsymphonyc <command> --help shows what a command takes.\n`;
}
