/** Makes every reported value traceable: to a run and its journal, to the verdict, or to what it was calculated of. */
import { readFile } from 'node:fs/promises';
import { type Exec, outputFrom } from '../common/context.ts';
import { digestOf } from '../common/files.ts';
import type { Execution, Value } from './model.ts';

export type Traced = {
  readonly name: string;
  readonly found: boolean;
  /** Where it was found, or why not. */
  readonly trail: string;
};

export type Lineage = { readonly values: readonly Traced[]; readonly coverage: number };

/** Looks for each value where it is said to come from. */
export async function trace(values: readonly Value[], { runs }: Execution): Promise<Lineage> {
  const journals = new Map<string, Promise<string | undefined>>();
  const read = (file: string): Promise<string | undefined> => {
    const known = journals.get(file) ?? readFile(file, 'utf8').catch(() => undefined);
    journals.set(file, known);
    return known;
  };
  const known = new Set(runs.map(({ run }) => run));
  const traced = await Promise.all(values.map((value) => traceOne(value, read, known)));
  const found = traced.filter((one) => one.found).length;
  return { values: traced, coverage: traced.length === 0 ? 1 : found / traced.length };
}

async function traceOne(
  { name, value, at, from }: Value,
  read: (file: string) => Promise<string | undefined>,
  runs: ReadonlySet<string>,
): Promise<Traced> {
  if (from.kind === 'calculated') {
    const missing = from.runs.filter((run) => !runs.has(run));
    const trail =
      missing.length > 0 ? `no record of ${missing.join(', ')}` : `${from.formula}, of ${from.runs.join(', ')}`;
    return { name, found: missing.length === 0, trail };
  }
  const text = await read(from.file);
  if (text === undefined) return { name, found: false, trail: `there is no ${from.file}` };
  if (from.kind === 'verdict') {
    const found = digestOf(text) === from.digest;
    return { name, found, trail: found ? `${from.file}, ${from.digest}` : `${from.file} is another one by now` };
  }
  const metric = name.slice(name.lastIndexOf('/') + 1);
  const line = text.split('\n').findIndex((entry) => measures(entry, { metric, value, at }));
  const trail = line < 0 ? `${from.file} has no such value` : `${from.file}:${line + 1}, measured by ${from.step}`;
  return { name, found: line >= 0, trail };
}

/** Whether a line of a journal has the value of a metric among what its step measured. */
function measures(line: string, wanted: { metric: string; value: number | boolean; at: string }): boolean {
  if (!line.includes(`"${wanted.metric}"`)) return false;
  try {
    const { metrics = [] } = JSON.parse(line) as {
      metrics?: readonly { metric: string; value: unknown; at: string }[];
    };
    return metrics.some(
      ({ metric, value, at }) => metric === wanted.metric && value === wanted.value && at === wanted.at,
    );
  } catch {
    return false;
  }
}

export type Change = {
  readonly commit: string;
  readonly author: string;
  readonly at: string;
  readonly subject: string;
};
export type Changes = {
  readonly head: string | null;
  readonly since: string | null;
  readonly commits: readonly Change[];
};

const most = 100;

/** What changed since the commit of the last report, as git has it; the newest commits when there is none. */
export async function changes(exec: Exec, since: string | null): Promise<Changes> {
  const head = await exec(['git', 'rev-parse', '--quiet', '--verify', 'HEAD'], { allowFailure: true });
  if (head.exit !== 0) return { head: null, since: null, commits: [] };
  // A history that was rewritten does not have the old commit any more.
  const isKnown =
    since !== null && (await exec(['git', 'cat-file', '-e', `${since}^{commit}`], { allowFailure: true })).exit === 0;
  const range = isKnown ? [`${since}..HEAD`] : ['HEAD'];
  const format = '--format=%H%x1f%an%x1f%aI%x1f%s%x1e';
  const log = await outputFrom(exec, ['git', 'log', `--max-count=${most}`, format, ...range, '--', '.']);
  const commits = log.split('\x1e').flatMap((entry) => {
    const [commit = '', author = '', at = '', subject = ''] = entry.trim().split('\x1f');
    return commit === '' ? [] : [{ commit, author, at, subject }];
  });
  return { head: head.stdout.trim(), since: isKnown ? since : null, commits };
}

export type Compliance = {
  readonly rate: number | null;
  readonly policies: readonly {
    readonly policy: string;
    readonly held: number;
    readonly judged: number;
    readonly broken: readonly string[];
  }[];
};

/** Whether each policy held in each run: it did when all that was judged of it there holds. */
export function compliance({ runs }: Execution): Compliance {
  const policies = new Map<string, { held: number; judged: number; broken: string[] }>();
  for (const { run, policies: judged } of runs)
    for (const policy of new Set(judged.map((one) => one.policy))) {
      const own = judged.filter((one) => one.policy === policy && !['not judged', 'waiting'].includes(one.verdict));
      if (own.length === 0) continue;
      const broken = own.filter(({ verdict }) => verdict !== 'holds');
      const known = policies.get(policy) ?? { held: 0, judged: 0, broken: [] };
      known.judged += 1;
      if (broken.length === 0) known.held += 1;
      known.broken.push(
        ...broken.map(({ scope, reason }) => `${scope} in run ${run}: ${reason ?? 'it does not hold'}`),
      );
      policies.set(policy, known);
    }
  const all = [...policies].map(([policy, one]) => ({ policy, ...one })).sort((a, b) => (a.policy < b.policy ? -1 : 1));
  const judged = all.reduce((sum, one) => sum + one.judged, 0);
  const held = all.reduce((sum, one) => sum + one.held, 0);
  return { rate: judged === 0 ? null : held / judged, policies: all };
}
