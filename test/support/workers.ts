/** Workers and those who ask for runs: processes of the bundle over one database. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../runtime/index.ts';
import type { Entry } from '../../runtime/model/records.ts';
import { finished, type ProcessResult, startBundle } from './cli.ts';

export interface Started {
  readonly child: ChildProcess;
  /** What it has said so far. */
  said(): string;
  readonly ended: Promise<ProcessResult>;
}

export interface Crew {
  /** Starts a worker; ready when it waits for runs. */
  worker(): Promise<Started>;
  /** Runs a command with the database in its environment. */
  start(...argv: readonly string[]): Started;
  /** Kills what is left. */
  dismiss(): Promise<void>;
}

/** Everything runs in `root` and knows the database by its environment. */
export function crew(root: string, url: string): Crew {
  const all: Started[] = [];
  const start = (...argv: readonly string[]): Started => {
    const child = startBundle(argv, { cwd: root, environment: { SYMPHONYC_DATABASE_URL: url } });
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const started = { child, said: () => text, ended: finished(child) };
    all.push(started);
    return started;
  };
  return {
    start,
    worker: async () => {
      const worker = start('worker');
      await until(() => worker.said().includes('waiting for runs') || worker.child.exitCode !== null);
      if (worker.child.exitCode !== null) throw new Error(`the worker did not start: ${worker.said()}`);
      return worker;
    },
    dismiss: async () => {
      for (const { child } of all) child.kill('SIGKILL');
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

/** Looks until it is so. Vitest ends a test in which it never is. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The id of the run that a command has put into the queue. */
export async function runOf({ said }: Started): Promise<string> {
  const find = (): string | undefined => /^(\S+) is in the queue$/m.exec(said())?.[1];
  await until(() => find() !== undefined);
  return find()!;
}

/** The copy of a journal in the workspace, whose chain has to be sound. */
export function journalOf(root: string, run: string): readonly Entry[] {
  const { entries, broken, torn } = readJournal(join(root, '.symphony/runs', run, 'journal.jsonl'));
  if (broken || torn) throw new Error(`the journal is not sound: ${JSON.stringify(broken)}`);
  return entries;
}

/** Paths of steps that the journal says twice that they were completed. */
export function completedTwice(entries: readonly Entry[]): string[] {
  const done = entries.flatMap((entry) => (entry.type === 'step-ended' && entry.status === 'done' ? [entry.path] : []));
  return done.filter((path, index) => done.indexOf(path) !== index);
}

export const linesOf = (root: string, path: string): string[] =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8').split('\n').filter(Boolean) : [];
