/**
 * Structures for the CEL library. It knows a structure by its class: a plain object passes for one as a variable or in a
 * macro, but not as the item of a list or the value of a field. So plain objects are turned into instances beforehand.
 */

type Structures = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Constructor = new (fields: object) => object;

interface StructureClasses {
  readonly classes: ReadonlyMap<string, Constructor>;
  /** `value` as a value of `type`: structures in it, at any depth, become instances. */
  readonly convert: (type: string, value: unknown) => unknown;
}

type Converter = (value: unknown) => unknown;

/** A class for each structure. */
export function structureClasses(structures: Structures): StructureClasses {
  const classes = new Map(Object.keys(structures).map((name) => [name, newClass()]));
  const converters = new Map<string, Converter | undefined>();

  /** Undefined for a type that holds no structure. */
  const converterOf = (type: string): Converter | undefined => {
    if (converters.has(type)) return converters.get(type);
    const ctor = classes.get(type);
    const item = /^list<(.+)>$/.exec(type)?.[1];
    const one = item === undefined ? undefined : converterOf(item);
    const listOf = one && ((value: unknown) => (Array.isArray(value) ? value.map(one) : value));
    const made = ctor ? instancesOf(ctor, type) : listOf;
    converters.set(type, made);
    return made;
  };

  const instancesOf = (ctor: Constructor, type: string): Converter => {
    const converted = new WeakMap<object, object>();
    // Looked up when first used, since structures may refer to each other.
    let nested: (readonly [field: string, convert: Converter])[] | undefined;
    return (value) => {
      if (!isPlain(value)) return value;
      const known = converted.get(value);
      if (known) return known;
      nested ??= Object.entries(structures[type]!).flatMap(([field, of]) => {
        const convert = converterOf(of);
        return convert ? [[field, convert] as const] : [];
      });
      const instance = new ctor({
        ...value,
        ...Object.fromEntries(nested.map(([f, convert]) => [f, convert(value[f])])),
      });
      converted.set(value, instance);
      return instance;
    };
  };
  return { classes, convert: (type, value) => converterOf(type)?.(value) ?? value };
}

const newClass = (): Constructor =>
  class {
    constructor(fields: object) {
      Object.assign(this, fields);
    }
  };

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
