/** Contents out of git's store, many at a time. */
import { digestBytes } from '../../runtime/core/digest.ts';
import type { Host } from '../host/host.ts';

/** Larger contents are not read: no definition is, nor a lockfile. */
const maxBytes = 64 * 1024 * 1024;

interface Found {
  readonly id: string;
  readonly size: number;
}

/** Contents by the id of their blob. They never change, so what is known of one is known for good. */
export class BlobStore {
  readonly #host: Pick<Host, 'git'>;
  readonly #root: string;
  readonly #sizes = new Map<string, number | undefined>();
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #digests: Map<string, string>;

  /** `digests`: the SHA-256 of contents by blob, as far as they are known. */
  constructor(host: Pick<Host, 'git'>, root: string, digests: ReadonlyMap<string, string>) {
    this.#host = host;
    this.#root = root;
    this.#digests = new Map(digests);
  }

  digest(id: string): string | undefined {
    return this.#digests.get(id);
  }

  get digests(): ReadonlyMap<string, string> {
    return this.#digests;
  }

  /** Undefined for one that the clone lacks. */
  size(id: string): number | undefined {
    if (!this.#sizes.has(id)) this.fetch([id]);
    return this.#sizes.get(id);
  }

  /** Whether the clone lacks it, as a partial one does; what is merely too large is there. */
  lacks(id: string): boolean {
    const isMissing = (): boolean => {
      const size = this.size(id);
      return size === undefined || (size <= maxBytes && !this.#bytes.has(id));
    };
    if (!isMissing()) return false;
    // Where one of many cannot be had, git gives none of them: it is asked for this one alone.
    this.#sizes.delete(id);
    return isMissing();
  }

  /** Undefined for one that the clone lacks, and for one that is too large. */
  bytes(id: string): Uint8Array | undefined {
    if (!this.#sizes.has(id)) this.fetch([id]);
    return this.#bytes.get(id);
  }

  /** Asks for sizes first, so that what is too large is never held. */
  fetch(ids: Iterable<string>): void {
    const wanted = [...new Set(ids)].filter((id) => !this.#sizes.has(id));
    const found = sizesOf(this.#host, this.#root, wanted);
    const small = found.filter((one) => one !== undefined && one.size <= maxBytes) as Found[];
    const contents = contentsOf(this.#host, this.#root, small);
    for (const [i, id] of wanted.entries()) this.#sizes.set(id, found[i]?.size);
    for (const [i, { id }] of small.entries()) {
      const bytes = contents[i];
      if (!bytes) continue;
      this.#bytes.set(id, bytes);
      if (!this.#digests.has(id)) this.#digests.set(id, digestBytes(bytes));
    }
  }

  /** The contents of `path` at `commit`, each undefined where there is none that can be read. */
  contentsAt(wanted: readonly (readonly [commit: string, path: string])[]): (Uint8Array | undefined)[] {
    // Names are asked for a line each, so a path with a line break cannot be.
    const names = wanted.map(([commit, path]) => (path.includes('\n') ? '' : `${commit}:${path}`));
    const asked = names.filter((name) => name !== '');
    const found = sizesOf(this.#host, this.#root, asked);
    this.fetch(found.flatMap((one) => (one ? [one.id] : [])));
    const byName = new Map(asked.map((name, i) => [name, found[i]]));
    return names.map((name) => {
      const one = byName.get(name);
      return one && this.bytes(one.id);
    });
  }
}

/** Position for position; undefined for what is not there or no blob. */
function sizesOf(host: Pick<Host, 'git'>, root: string, names: readonly string[]): (Found | undefined)[] {
  if (names.length === 0) return [];
  const input = new TextEncoder().encode(`${names.join('\n')}\n`);
  const { status, stdout } = host.git(
    root,
    ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'],
    input,
  );
  if (status !== 0) return names.map(() => undefined);
  const lines = new TextDecoder().decode(stdout).split('\n');
  return names.map((_, i) => {
    const match = /^([0-9a-f]+) blob ([0-9]+)$/.exec(lines[i] ?? '');
    return match ? { id: match[1]!, size: Number(match[2]) } : undefined;
  });
}

/** Position for position; undefined for all when one of them cannot be read. */
function contentsOf(host: Pick<Host, 'git'>, root: string, wanted: readonly Found[]): (Uint8Array | undefined)[] {
  if (wanted.length === 0) return [];
  const input = new TextEncoder().encode(`${wanted.map(({ id }) => id).join('\n')}\n`);
  const { status, stdout } = host.git(root, ['cat-file', '--batch'], input);
  if (status !== 0) return wanted.map(() => undefined);
  let offset = 0;
  return wanted.map(({ size }) => {
    const start = stdout.indexOf(10, offset) + 1;
    offset = start + size + 1;
    return stdout.subarray(start, start + size);
  });
}
