/**
 * The state of the file system that a verdict belongs to: it alone decides a no-op. As text, a line a path, since it is
 * read on every start and written after every change. On the start-up path: imports next to nothing.
 */
import { fromLine, toLine } from './line-text.ts';
import type { Signature } from './recording-host.ts';

export interface StatIndex {
  readonly tool: string;
  /** What the caller said a build fails on; null when nothing. */
  readonly failOn: string | null;
  /** The revisions it was compared with; null when with none. */
  readonly compared: string | null;
  /** Absolute path of the output folder, which is not looked for sources. */
  readonly out: string;
  /** Names the content of all inputs together. */
  readonly inputs: string;
  /** By absolute path: the state in which it was, as far as that proves anything. */
  readonly seen: ReadonlyMap<string, Signature>;
  /** Digests of those that were read as inputs, by absolute path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A head as JSON; then signature, digest (or nothing) and path of each file. */
export function writeStatIndex({ seen, digests, ...head }: StatIndex): string {
  const lines = [JSON.stringify(head)];
  for (const [path, signature] of seen) lines.push(`${signature}\t${digests.get(path) ?? ''}\t${toLine(path)}`);
  return lines.join('\n');
}

export function readStatIndex(text: string): StatIndex {
  const [head, ...lines] = text.split('\n') as [string, ...string[]];
  const seen = new Map<string, Signature>();
  const digests = new Map<string, string>();
  for (const line of lines) {
    const afterSignature = line.indexOf('\t');
    const afterDigest = line.indexOf('\t', afterSignature + 1);
    const path = fromLine(line.slice(afterDigest + 1));
    seen.set(path, line.slice(0, afterSignature));
    if (afterDigest > afterSignature + 1) digests.set(path, line.slice(afterSignature + 1, afterDigest));
  }
  return { ...(JSON.parse(head) as Omit<StatIndex, 'seen' | 'digests'>), seen, digests };
}
