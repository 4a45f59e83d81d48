/** A kitchen of its own for each test, and a context like that of a run. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));

/** Goes into a copy of the bakery; the function that comes back leaves it. */
export function enterKitchen(): () => void {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'bakery-'));
  for (const part of ['data', 'assets']) cpSync(join(home, part), join(folder, part), { recursive: true });
  process.chdir(folder);
  return () => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What a handler is given, with what it measured. */
export function contextFor(step: string, more: object = {}) {
  const measured: Record<string, number | boolean> = {};
  const evidence: Record<string, unknown> = {};
  const quiet = (): void => undefined;
  return {
    measured,
    proved: evidence,
    step,
    input: {},
    inputs: {},
    reason: 'a test',
    signal: new AbortController().signal,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    emit: quiet,
    measure: (name: string, value: number | boolean): void => void (measured[name] = value),
    evidence: async (id: string, content: unknown): Promise<void> => void (evidence[id] = content),
    ...more,
    // biome-ignore lint/suspicious/noExplicitAny: one context for handlers of all beats
  } as any;
}
