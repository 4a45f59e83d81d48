/** A document that is being made out of another tool's, and where in the original each of its parts comes from. */
import type { Path } from '../model/document.ts';
import type { Taken } from './original.ts';

type Container = Record<string | number, unknown>;

/** As a field of its own, also where it is called `__proto__`. */
const set = (node: Container, name: string | number, value: unknown): void =>
  void Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true });

export class Draft {
  readonly value: Record<string, unknown>;
  /** From a path in `value`, as JSON, to a path in the original. */
  readonly origins = new Map<string, Path>();

  constructor(kind: string, id: string, from: Path) {
    this.value = { apiVersion: 'symphonyc/v1', kind, id };
    this.origins.set('[]', from);
  }

  get id(): string {
    return String(this.value['id']);
  }

  /** Creates the mappings and lists on the way. Fields appear in the order in which they are put. */
  put(path: Path, value: unknown, from: Path): void {
    let node = this.value as Container;
    for (const [i, step] of path.slice(0, -1).entries()) {
      if (!Object.hasOwn(node, step)) set(node, step, typeof path[i + 1] === 'number' ? [] : {});
      node = node[step] as Container;
    }
    set(node, path.at(-1)!, value);
    this.origins.set(JSON.stringify(path), from);
  }

  /** Puts what was found; nothing when there is nothing. */
  putText(path: Path, taken: Taken<unknown> | undefined): void {
    if (taken) this.put(path, taken.value, taken.path);
  }

  putList(path: Path, taken: readonly Taken<unknown>[]): void {
    for (const [i, one] of taken.entries()) this.put([...path, i], one.value, one.path);
  }

  /** Where the part at `path`, or the nearest around it, comes from. */
  originOf(path: Path): Path {
    for (let length = path.length; length > 0; length--) {
      const from = this.origins.get(JSON.stringify(path.slice(0, length)));
      if (from) return from;
    }
    return this.origins.get('[]')!;
  }
}
