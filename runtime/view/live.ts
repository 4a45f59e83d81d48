/**
 * The live view on a terminal: what is over scrolls up, what moves is drawn anew below it. Between two writes the terminal is as
 * it was found, with the cursor at the beginning of an empty line, so that there is nothing to restore however the process ends.
 */
import type { RunEvent } from '../model/events.ts';
import { frameOf } from './live-frame.ts';
import { lastingLine } from './live-lines.ts';
import { newLiveState, take } from './live-state.ts';
import { openOutputLines } from './output-lines.ts';
import { painter } from './paint.ts';

export interface LiveView {
  show(event: RunEvent): void;
  /** Leaves the terminal to somebody else; what happens meanwhile is shown later. */
  hold(): void;
  /** Takes it back. */
  resume(): void;
  /** Takes the moving part away. */
  close(): void;
}

interface Terminal {
  readonly write: (text: string) => void;
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly color: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The view is drawn so often at most. */
const redrawMs = 100;

/** Lines that are kept while somebody else has the terminal; older ones give way. */
const keptLines = 5000;

/** DEC private modes: 2026 shows what comes between as one, 7 lets long lines go on in the next. */
const begin = '\x1b[?2026h';
const end = '\x1b[?2026l';
const noWrap = '\x1b[?7l';
const wrap = '\x1b[?7h';

/** Opens the view. `only` is the movement that is played alone. */
export function openLiveView({ write, size, color, now }: Terminal, only?: string): LiveView {
  const paint = painter(color);
  const output = openOutputLines();
  const state = newLiveState(now());
  /** What is printed stands beside what the view says itself. */
  const aside = (line: string): string => `      ${paint('dim', '│')} ${line}`;
  let pending: string[] = [];
  let drawn = 0;
  let last = Number.NEGATIVE_INFINITY;
  let held = false;
  const draw = (frame: readonly string[]): void => {
    last = now();
    if (frame.length + drawn + pending.length === 0) return;
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    const above = pending.map((line) => `${line}\x1b[K\n`).join('');
    const moving = frame.map((line) => `\x1b[2K${line}\n`).join('');
    write(`${begin}\r${up}${above}${noWrap}${moving}${wrap}\x1b[J${end}`);
    pending = [];
    drawn = frame.length;
  };
  const redraw = (): void => {
    if (!held) draw(frameOf(state, now(), size(), paint));
  };
  const timer = setInterval(redraw, redrawMs);
  timer.unref();
  const tear = captureStreams(
    (chunk) => view.show({ type: 'output', chunk }),
    () => held,
  );
  const view: LiveView = {
    show: (event) => {
      take(state, event, now(), only);
      const line = lastingLine(event, paint);
      if (line !== undefined) pending.push(...output.rest().map(aside), line);
      if (event.type === 'output') pending.push(...output.add(event.chunk).map(aside));
      if (pending.length > keptLines) pending.splice(0, pending.length - keptLines);
      if (now() - last >= redrawMs) redraw();
    },
    hold: () => {
      draw([]);
      held = true;
    },
    resume: () => {
      held = false;
      redraw();
    },
    close: () => {
      clearInterval(timer);
      process.off('exit', view.close);
      tear();
      held = false;
      pending.push(...output.rest().map(aside));
      draw([]);
    },
  };
  process.on('exit', view.close);
  return view;
}

/** Handlers run in this process: what they print themselves goes through the view. The function ends that. */
function captureStreams(onChunk: (chunk: Uint8Array) => void, isHeld: () => boolean): () => void {
  const ends = [process.stdout, process.stderr].map((stream) => {
    const { write } = stream;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      if (isHeld()) return (write as (...args: unknown[]) => boolean).call(stream, chunk, ...rest);
      onChunk(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      const done = rest.find((one) => typeof one === 'function');
      if (done) queueMicrotask(done as () => void);
      return true;
    }) as typeof write;
    return () => {
      stream.write = write;
    };
  });
  return () => {
    for (const give of ends) give();
  };
}
