/** What went wrong, in words: for the end of a command, and for one that goes on in spite of it. */
import { oneLine } from '../../runtime/core/text.ts';
import { HostError, systemReasons } from '../host/host.ts';
import { UsageError } from './usage-error.ts';

/** The text for stderr, and whether it is a bug of ours. */
export function describeFailure(error: unknown): { readonly text: string; readonly bug: boolean } {
  if (error instanceof UsageError) {
    const help = error.help ? `  help: ${oneLine(error.help)}\n` : '';
    return { text: `error: ${oneLine(error.message)}\n${help}`, bug: false };
  }
  if (error instanceof HostError)
    return { text: `error: cannot write or read ${oneLine(error.path)}: ${systemReasons[error.code]}\n`, bug: false };
  const what = error instanceof Error ? error.stack : String(error);
  return { text: `error: symphonyc itself failed; this is a bug, please report it\n${what}\n`, bug: true };
}
