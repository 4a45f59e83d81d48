/** What went wrong, in words: for the end of a command, and for one that goes on in spite of it. */
import { systemReason } from '../../runtime/core/system-errors.ts';
import { printable, printableLines } from '../../runtime/core/text.ts';
import { isHostError } from '../host/host.ts';
import { isUsageError } from './usage-error.ts';

/** The text for stderr, and whether it is a bug of ours. */
export function describeFailure(error: unknown): { readonly text: string; readonly bug: boolean } {
  if (isUsageError(error)) {
    const help = error.help ? `  help: ${printable(error.help)}\n` : '';
    return { text: `error: ${printable(error.message)}\n${help}`, bug: false };
  }
  if (isHostError(error))
    return { text: `error: cannot write or read ${printable(error.path)}: ${systemReason(error)}\n`, bug: false };
  const what = printableLines(String(error instanceof Error ? error.stack : error));
  return { text: `error: symphonyc itself failed; this is a bug, please report it\n${what}\n`, bug: true };
}
