/** What happens in a run, on stderr: a live view on a terminal, plain lines elsewhere. */
import type { LiveView, RunEvent } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** `only` is the movement that is played alone. Whoever opens the view has to close it. */
export function openNarrator(context: CliContext, runtime: Runtime, only?: string): LiveView {
  return isLive(context) ? liveNarrator(context, runtime, only) : lineNarrator(context, runtime);
}

/** Logs of CI services and simple terminals show each redrawing as lines of their own. */
function isLive({ host, terminal }: CliContext): boolean {
  const set = (name: string): boolean => !['', '0', 'false'].includes(host.env(name) ?? '');
  return terminal && !set('CI') && host.env('TERM') !== 'dumb';
}

const liveNarrator = ({ host, err, size }: CliContext, { openLiveView }: Runtime, only?: string): LiveView =>
  openLiveView(
    {
      write: err,
      size: size ?? (() => ({ columns: 80, rows: 24 })),
      color: (host.env('NO_COLOR') ?? '') === '',
      now: () => host.now(),
    },
    only,
  );

/** Plain lines. What a command prints may end within a line; the next line of ours begins a new one. */
export function lineNarrator({ err }: CliContext, { lineOf }: Runtime): LiveView {
  const decoder = new TextDecoder();
  let open = false;
  // What is told in one turn is written together: a thousand quick beats must not wait for two thousand writes.
  let pending = '';
  const write = (): void => {
    const text = pending;
    pending = '';
    if (text !== '') err(text);
  };
  const tell = (text: string): void => {
    if (pending === '') setImmediate(write);
    pending += text;
  };
  const show = (event: RunEvent): void => {
    const line = lineOf(event);
    if (event.type === 'output') {
      const text = decoder.decode(event.chunk, { stream: true });
      if (text !== '') open = !text.endsWith('\n');
      tell(text);
    } else if (line !== undefined) {
      tell(`${open ? '\n' : ''}${line}\n`);
      open = false;
      // A handler that says what it does may then keep the turn for itself.
      if (event.type === 'log') write();
    }
  };
  return { show, hold: write, resume: write, close: write };
}
