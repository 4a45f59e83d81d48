/** A document of another tool that remembers what was taken over from it, so that nothing is lost without a word. */
import type { Path } from '../model/document.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A scalar with where it stands. */
export interface Taken<T> {
  readonly value: T;
  readonly path: Path;
}

const keyOf = (path: Path): string => JSON.stringify(path);

/** A value of the original. Reading a scalar marks it as taken over; what is never marked has no counterpart. */
export class Original {
  readonly value: unknown;
  readonly path: Path;
  readonly #taken: Map<string, string | undefined>;

  constructor(value: unknown, path: Path = [], taken = new Map<string, string | undefined>()) {
    this.value = value;
    this.path = path;
    this.#taken = taken;
  }

  /** A field, without marking it. */
  at(name: string | number): Original {
    const { value } = this;
    const inner =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Fields)[name] : undefined;
    return new Original(inner, [...this.path, name], this.#taken);
  }

  /** Marks all of it. */
  take(): this {
    this.#taken.set(keyOf(this.path), undefined);
    return this;
  }

  /** Says why what is left of it has no counterpart. */
  leave(reason: string): this {
    this.#taken.set(keyOf(this.path), reason);
    return this;
  }

  text(name: string): Taken<string> | undefined {
    const { value, path } = this.at(name);
    if (typeof value !== 'string' || value.trim() === '') return undefined;
    this.at(name).take();
    return { value: value.trim(), path };
  }

  number(name: string): Taken<number> | undefined {
    const { value, path } = this.at(name);
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    this.at(name).take();
    return { value, path };
  }

  /** The texts of a list, or one text in its place. */
  texts(name: string): readonly Taken<string>[] {
    const one = this.text(name);
    if (one) return [one];
    return this.at(name)
      .items()
      .flatMap((item) => {
        if (typeof item.value !== 'string' || item.value.trim() === '') return [];
        item.take();
        return [{ value: item.value.trim(), path: item.path }];
      });
  }

  items(): readonly Original[] {
    return Array.isArray(this.value) ? this.value.map((_, i) => this.at(i)) : [];
  }

  /** The items of a list that are mappings. */
  maps(name: string): readonly Original[] {
    return this.at(name)
      .items()
      .filter((item) => item.isMap);
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get fields(): readonly string[] {
    return this.isMap ? Object.keys(this.value as Fields) : [];
  }

  /** What was not taken over, each at the outermost place of which nothing was. */
  leftovers(reason?: string): readonly Leftover[] {
    const key = keyOf(this.path);
    const why = this.#taken.has(key) ? this.#taken.get(key) : reason;
    if (this.#taken.has(key) && why === undefined) return [];
    const inner = this.isMap ? this.fields.map((name) => this.at(name)) : this.items();
    const left = inner.flatMap((one) => one.leftovers(why));
    const nothingTaken =
      left.length === inner.length &&
      left.every(({ path, reason: own }, i) => own === why && keyOf(path) === keyOf(inner[i]!.path));
    return nothingTaken ? [{ path: this.path, value: this.value, reason: why }] : left;
  }
}

export interface Leftover {
  readonly path: Path;
  readonly value: unknown;
  readonly reason?: string;
}
