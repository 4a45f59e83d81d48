/** How a command is written: one file in `commands/` with its options and what it does. */
import type { Command } from 'commander';
import type { Host } from '../host/host.ts';

/** The outside of a command: streams, folder, terminal. Tests give their own. */
export interface CliContext {
  readonly host: Host;
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether stderr is a terminal, where progress may be drawn. */
  readonly terminal: boolean;
  /** Whether stdout takes colour. */
  readonly color: boolean;
  /** Calls back on SIGINT and SIGTERM. */
  readonly onInterrupt: (stop: () => void) => void;
}

/** 0 conforms or done; 1 violations, or something failed or was denied; 2 wrong usage; 3 our own bug; 4 needs confirmation. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Declares arguments and options. */
  readonly configure: (command: Command) => void;
  readonly run: (
    context: CliContext,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
  ) => Promise<ExitCode>;
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition;

/** Wrong usage or an unreadable configuration: said on stderr, exit code 2. */
export class UsageError extends Error {
  readonly help?: string;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
