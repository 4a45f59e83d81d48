/** One line on the terminal for work that takes longer than a second; nothing elsewhere. */
import type { CheckSession } from '../cache/session.ts';
import type { CliContext } from './define.ts';

/** Nothing is drawn for work that is done sooner. */
const delayMs = 1000;
const redrawMs = 100;

interface Progress {
  readonly step: CheckSession['progress'];
  readonly clear: () => void;
}

export function drawProgress({ host, terminal, err }: CliContext): Progress {
  if (!terminal) return { step: () => {}, clear: () => {} };
  const started = host.now();
  let drawn = 0;
  return {
    step: (step, done, total) => {
      const now = host.now();
      if (now - started < delayMs || now - drawn < redrawMs) return;
      drawn = now;
      err(`\r\x1b[2K${step} ${done}/${total}`);
    },
    clear: () => {
      if (drawn > 0) err('\r\x1b[2K');
    },
  };
}
