/**
 * Structures for the CEL library. It knows a structure by its class: a plain object passes for one as a variable or in a
 * macro, but not as the item of a list or the value of a field. So plain objects are turned into instances beforehand.
 */

type Structures = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Constructor = new (fields: object) => object;

export interface StructureClasses {
  readonly classes: ReadonlyMap<string, Constructor>;
  /** `value` as a value of `type`: structures in it, at any depth, become instances. */
  readonly convert: (type: string, value: unknown) => unknown;
}

/** A class for each structure. */
export function structureClasses(structures: Structures): StructureClasses {
  const classes = new Map(Object.keys(structures).map((name) => [name, newClass()]));
  const converted = new WeakMap<object, object>();

  const convert = (type: string, value: unknown): unknown => {
    const item = /^list<(.+)>$/.exec(type)?.[1];
    if (item !== undefined) return Array.isArray(value) && holds(item) ? value.map((one) => convert(item, one)) : value;
    const ctor = classes.get(type);
    if (!ctor || !isPlain(value)) return value;
    const known = converted.get(value);
    if (known) return known;
    const fields = Object.entries(structures[type]!).map(([name, of]) => [name, convert(of, value[name])]);
    const instance = new ctor(Object.fromEntries(fields));
    converted.set(value, instance);
    return instance;
  };
  const holds = (type: string): boolean => classes.has(type) || type.startsWith('list<');
  return { classes, convert };
}

const newClass = (): Constructor =>
  class {
    constructor(fields: object) {
      Object.assign(this, fields);
    }
  };

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
