/** What happens in a run, as plain lines on stderr. */
import type { RunEvent } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** What a command prints may end within a line; the next line of ours begins a new one. */
export function narrator(context: CliContext, { lineOf }: Runtime): (event: RunEvent) => void {
  const decoder = new TextDecoder();
  let open = false;
  return (event) => {
    const line = lineOf(event);
    if (event.type === 'output') {
      const text = decoder.decode(event.chunk, { stream: true });
      if (text !== '') open = !text.endsWith('\n');
      context.err(text);
    } else if (line !== undefined) {
      context.err(`${open ? '\n' : ''}${line}\n`);
      open = false;
    }
  };
}
