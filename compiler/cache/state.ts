/**
 * What a build leaves for the next one, in `.symphony/cache/`. Each file begins with a digest of its name, its workspace
 * and what follows, keyed (HMAC) with a secret of this machine; so one that is damaged or missing, came here by copying
 * folders, or was put into a repository by somebody only makes the next build slower.
 */
import { createHmac } from 'node:crypto';
import { type Host, isHostError } from '../host/host.ts';
import type { KeptArtifact } from '../model/artifact.ts';
import type { Verdict } from '../model/verdict.ts';
import { foreignFolder } from './foreign-folder.ts';
import type { Signature } from './recording-host.ts';

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
  /** State of what only a build reads, by absolute path, as far as that proves anything. */
  readonly alsoSeen: Readonly<Record<string, Signature>>;
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

type StateName =
  | 'stats'
  | 'output'
  | 'artifacts'
  | 'verdict'
  | 'units'
  | 'recent-units'
  | 'signatures'
  // The same of a run that was compared with a revision, and the digests of contents by their ids in git.
  | 'compared-stats'
  | 'compared-verdict'
  | 'blobs';

/** 64 hexadecimal digits and a line end. */
const headBytes = 65;

/** The folder with what a workspace's last build left. */
export class WorkspaceCache {
  readonly #host: Host;
  readonly #root: string;
  readonly #key: string;
  #foreign: boolean | undefined;

  /** `root`: absolute path of the workspace. `key`: a secret of this machine; what was not written with it is not read. */
  constructor(host: Host, root: string, key: string) {
    this.#host = host;
    this.#root = root;
    this.#key = key;
  }

  /** The text that was left under a name; undefined when there is none that is whole. */
  readText(name: StateName): string | undefined {
    if (this.#isForeign()) return undefined;
    let bytes: Uint8Array;
    try {
      bytes = this.#host.readFile(this.#path(name));
    } catch {
      return undefined;
    }
    const decoder = new TextDecoder();
    const body = bytes.subarray(headBytes);
    return decoder.decode(bytes.subarray(0, headBytes)) === this.#head(name, body) ? decoder.decode(body) : undefined;
  }

  read<T>(name: StateName): T | undefined {
    const text = this.readText(name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** A cache that cannot be written is no reason to fail. */
  writeText(name: StateName, text: string): void {
    if (this.#isForeign()) return;
    const body = Buffer.from(text);
    try {
      this.#host.replaceFile(this.#path(name), Buffer.concat([Buffer.from(this.#head(name, body)), body]));
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
  }

  write(name: StateName, state: object): void {
    this.writeText(name, JSON.stringify(state));
  }

  /** Removes what processes left that were killed while they wrote. */
  sweep(): void {
    if (this.#isForeign()) return;
    try {
      for (const { name } of this.#host.readDirectory(`${this.#root}/.symphony/cache`)) {
        const pid = /\.([0-9]+)\.[0-9]+\.tmp$/.exec(name)?.[1];
        if (pid !== undefined && !this.#host.processAlive(Number(pid)))
          this.#host.remove(`${this.#root}/.symphony/cache/${name}`);
      }
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
  }

  /** True where a link stands for the folder: nothing is read from there, and nothing written. */
  #isForeign(): boolean {
    this.#foreign ??= foreignFolder(this.#host, this.#root, '.symphony/cache') !== undefined;
    return this.#foreign;
  }

  #path(name: StateName): string {
    return `${this.#root}/.symphony/cache/${name}`;
  }

  #head(name: StateName, body: Uint8Array): string {
    return `${createHmac('sha256', this.#key).update(`${name} ${this.#root}\n`).update(body).digest('hex')}\n`;
  }
}
