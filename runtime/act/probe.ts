/** Probes: a look at a URL, a file or a command, as the values that the expectation is over. */
import { readFileSync, statSync } from 'node:fs';
import { systemReason } from '../core/system-errors.ts';
import type { PlanProbeAction } from '../generated/plan.ts';
import { inside } from '../plan/workspace.ts';
import type { Reaper } from './reaper.ts';

interface ProbeOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly reaper: Reaper;
}

type Observed = Readonly<Record<string, unknown>>;

/** More is not judged: an expectation over a part of the text could be wrong about the whole. */
const textLimit = 4 * 1024 * 1024;

/** What there is to see. Throws when there is nothing to judge: no answer, no such program, a path outside. */
export async function lookAt(probe: PlanProbeAction, options: ProbeOptions): Promise<Observed> {
  switch (probe.look) {
    case 'http':
      return lookAtUrl(probe.at[0] ?? '', options.signal);
    case 'file':
      return lookAtFile(options.root, probe.at[0] ?? '');
    case 'run': {
      const { runCommand } = await import('./process.ts');
      const result = await runCommand({ ...options, argv: probe.at, keep: textLimit });
      if (result.cut) throw new Error(`the command prints more than ${textLimit} bytes`);
      return { exit: BigInt(result.exit), stdout: result.stdout, stderr: result.stderr };
    }
  }
}

/** One GET at exactly this address: redirects are answers, not followed. */
async function lookAtUrl(url: string, signal: AbortSignal): Promise<Observed> {
  const started = performance.now();
  try {
    const response = await fetch(url, { redirect: 'manual', signal });
    const body = await readText(response);
    return { status: BigInt(response.status), body, latency_ms: performance.now() - started };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`\`${url}\` does not answer: ${systemReason((error as Error).cause ?? error)}`);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > textLimit) throw new Error(`the answer is longer than ${textLimit} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function lookAtFile(root: string, path: string): Observed {
  const full = inside(root, path);
  if (full === undefined) throw new Error(`\`${path}\` lies outside the workspace`);
  const stat = attempt(path, () => statSync(full, { throwIfNoEntry: false }));
  if (!stat?.isFile()) return { exists: false, size: 0n, text: '' };
  if (stat.size > textLimit) throw new Error(`\`${path}\` is longer than ${textLimit} bytes`);
  return { exists: true, size: BigInt(stat.size), text: attempt(path, () => readFileSync(full, 'utf8')) };
}

function attempt<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw new Error(`\`${path}\` cannot be read: ${systemReason(error)}`);
  }
}
