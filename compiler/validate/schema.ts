/** The schema of a value, found by walking the schema of its kind along the value's path. */
import { patterns, schemaTexts } from '../generated/schema-texts.ts';
import type { Path } from '../model/document.ts';

/** The parts of JSON Schema (draft 7) that the schemas of the kinds use and messages look at. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  /** What to write, in words; editors show it too. */
  readonly patternErrorMessage?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly examples?: readonly unknown[];
}

/** A schema and the file whose `#/…` it means. */
interface Located {
  readonly schema: Schema;
  readonly file: string;
}

let parsed: Readonly<Record<string, Schema>> | undefined;

const fileOf = (kind: string): string => `${kind.toLowerCase()}.schema.json`;

function load(file: string): Schema {
  parsed ??= JSON.parse(schemaTexts) as Record<string, Schema>;
  return parsed[file] ?? {};
}

/** What `$ref` leads to, with the examples that stand beside it: they are about the place, the title is about the value. */
function resolve({ schema, file }: Located): Located {
  if (schema.$ref === undefined) return { schema, file };
  const [other, pointer = ''] = schema.$ref.split('#') as [string, string?];
  const target = other === '' ? file : other;
  let found: unknown = load(target);
  for (const step of pointer.split('/').slice(1)) found = (found as Record<string, unknown>)[step];
  const resolved = resolve({ schema: found as Schema, file: target });
  const { examples = resolved.schema.examples } = schema;
  return { schema: { ...resolved.schema, examples }, file: resolved.file };
}

export const typesOf = ({ type }: Schema): readonly string[] => (type === undefined ? [] : [type].flat());

/** The JSON Schema type of a value. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Of alternatives, the one for values of this type; for a value that is not there yet, the one for texts. */
function alternative(located: Located, value: unknown): Located {
  const found = located.schema.anyOf
    ?.map((schema) => resolve({ schema, file: located.file }))
    .find(({ schema }) => typesOf(schema).includes(value === undefined ? 'string' : typeOf(value)));
  return found ?? located;
}

function below({ schema, file }: Located, step: string | number): Located | undefined {
  const { properties, additionalProperties, items } = schema;
  const own =
    typeof step === 'number'
      ? items
      : properties && Object.hasOwn(properties, step)
        ? properties[step]
        : typeof additionalProperties === 'object'
          ? additionalProperties
          : undefined;
  return own && { schema: own, file };
}

/** The schema of the value at `path` in a document of `kind`; an empty one where nothing is known. */
export function schemaAt(kind: string, document: unknown, path: Path): Schema {
  let value = document;
  let located = alternative(resolve({ schema: load(fileOf(kind)), file: fileOf(kind) }), value);
  for (const step of path) {
    const next = below(located, step);
    if (!next) return {};
    value = (value as Record<string | number, unknown> | undefined)?.[step];
    located = alternative(resolve(next), value);
  }
  return located.schema;
}

/** Whether `text` satisfies what `schema` asks of texts. */
export function accepts(schema: Schema, text: string): boolean {
  if (schema.type !== undefined && !typesOf(schema).includes('string')) return false;
  if (schema.enum && !schema.enum.includes(text)) return false;
  if (schema.pattern !== undefined && patterns[schema.pattern]?.test(text) !== true) return false;
  return text.length > 0 && text.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY);
}

/** What objects that have `field` are called, in the order of the schema of `kind`. */
export function ownersOf(kind: string, field: string): string[] {
  const found = new Set<string>();
  const visit = (located: Located): void => {
    const { schema, file } = resolve(located);
    if (schema.properties && Object.hasOwn(schema.properties, field) && schema.title) found.add(schema.title);
    const { additionalProperties, items, anyOf = [], properties = {} } = schema;
    for (const child of [...Object.values(properties), additionalProperties, items, ...anyOf])
      if (typeof child === 'object') visit({ schema: child, file });
  };
  visit({ schema: load(fileOf(kind)), file: fileOf(kind) });
  return [...found];
}
