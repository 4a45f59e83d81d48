/** How a command is written: one file in `commands/` with its options and what it does. */
import type { Host } from '../host/host.ts';
import type { CommandLine } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** The outside of a command: streams, folder, terminal. Tests give their own. */
export interface CliContext {
  readonly host: Host;
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether stderr is a terminal, where progress may be drawn. */
  readonly terminal: boolean;
  /** The size of that terminal now. */
  readonly size?: () => { readonly columns: number; readonly rows: number };
  /** Whether stdout takes colour. */
  readonly color: boolean;
  /** Calls back on the first SIGINT or SIGTERM, and on the next. The function ends that. */
  readonly onInterrupt: (stop: () => void, stopAtOnce?: () => void) => () => void;
  /** Asks whoever sits at the terminal for a line; absent when nobody does. Undefined when no line comes. */
  readonly askLine?: (question: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** 0 conforms or done; 1 violations, or something failed or was denied; 2 wrong usage; 3 our own bug; 4 needs confirmation. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Declares arguments and options. */
  readonly configure: (command: CommandLine) => void;
  readonly run: (
    context: CliContext,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
  ) => Promise<ExitCode>;
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition;

export { UsageError };
