/**
 * What a build leaves for the next one, in `.symphony/cache/`. Each file begins with the digest of what follows, and that
 * with its own name and workspace; so one that is damaged, missing, or came here by copying folders or files only makes
 * the next build slower.
 */
import { digestBytes } from '../../runtime/core/digest.ts';
import { type Host, HostError, type ReadHost } from '../host/host.ts';
import type { KeptArtifact } from '../model/artifact.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Signature } from './recording-host.ts';

/** The state of the file system that a verdict belongs to. Small and read first: it alone decides a no-op. */
export interface StatIndex {
  readonly tool: string;
  /** What the caller said a build fails on; null when nothing. */
  readonly failOn: string | null;
  /** Names the content of all inputs together. */
  readonly inputs: string;
  /** When the looking began, in milliseconds since the epoch. */
  readonly since: number;
  readonly seen: Readonly<Record<string, Signature>>;
  /** Digests of files by path relative to the workspace, for files whose signature is in `seen`. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What the output folder holds. */
export interface OutputState {
  readonly tool: string;
  /** The inputs it was built from, as StatIndex names them. */
  readonly inputs: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  /** What identifies the key it was signed with, and the targets. */
  readonly signing: string;
  /** Where `out` points. */
  readonly link: string;
  /** State of each folder in it, by path relative to it: what was added, removed or replaced shows there. */
  readonly folders: Readonly<Record<string, Signature>>;
  /** State of what only a build reads, by absolute path. */
  readonly alsoSeen: Readonly<Record<string, Signature>>;
  /** When the looking began. */
  readonly since: number;
  /** What is said about it on stderr. */
  readonly notice: string;
}

/** What the targets made of each symphony, by the digest of all that went into it. */
export interface ArtifactStore {
  readonly tool: string;
  /** Where `out` points. */
  readonly link: string;
  /** State of each file in the output folder, by path relative to it. */
  readonly files: Readonly<Record<string, Signature>>;
  readonly units: Readonly<Record<string, readonly KeptArtifact[]>>;
}

export interface VerdictState {
  /** As StatIndex names them. */
  readonly inputs: string;
  readonly verdict: Verdict;
}

export type StateName = 'stats' | 'output' | 'artifacts' | 'verdict' | 'units';

const statePath = (root: string, name: StateName): string => `${root}/.symphony/cache/${name}`;

/** 64 hexadecimal digits and a line end. */
const headBytes = 65;

const ownLine = (root: string, name: StateName): string => `${name} ${root}\n`;

/** The text that was left under a name; undefined when there is none that is whole. */
export function readText(host: ReadHost, root: string, name: StateName): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = host.readFile(statePath(root, name));
  } catch {
    return undefined;
  }
  const decoder = new TextDecoder();
  const body = bytes.subarray(headBytes);
  if (decoder.decode(bytes.subarray(0, headBytes)) !== `${digestBytes(body)}\n`) return undefined;
  const text = decoder.decode(body);
  const own = ownLine(root, name);
  return text.startsWith(own) ? text.slice(own.length) : undefined;
}

export function readState<T>(host: ReadHost, root: string, name: StateName): T | undefined {
  const text = readText(host, root, name);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** A cache that cannot be written is no reason to fail. */
export function writeText(host: Host, root: string, name: StateName, text: string): void {
  const encoder = new TextEncoder();
  const body = encoder.encode(ownLine(root, name) + text);
  const bytes = new Uint8Array(headBytes + body.length);
  bytes.set(encoder.encode(`${digestBytes(body)}\n`));
  bytes.set(body, headBytes);
  try {
    host.replaceFile(statePath(root, name), bytes);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
}

/** Removes what processes left that were killed while they wrote. */
export function sweepState(host: Host, root: string): void {
  try {
    for (const { name } of host.readDirectory(`${root}/.symphony/cache`)) {
      const pid = /\.([0-9]+)\.[0-9]+\.tmp$/.exec(name)?.[1];
      if (pid !== undefined && !host.processAlive(Number(pid))) host.remove(`${root}/.symphony/cache/${name}`);
    }
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
}

export const writeState = (host: Host, root: string, name: StateName, state: object): void =>
  writeText(host, root, name, JSON.stringify(state));
