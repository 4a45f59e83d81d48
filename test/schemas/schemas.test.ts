/** The schemas as documentation: every field is described, examples satisfy what they illustrate, expressions type-check. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { assertStructures, assertVariables, inputStructure, probeVariables } from '../../compiler/base/variables.ts';
import { kindValidators } from '../../compiler/generated/kinds.ts';
import { checkExpression, type StructureTypes, type VariableTypes } from '../../runtime/core/cel.ts';

interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly examples?: readonly unknown[];
}

const folder = new URL('../../schemas/', import.meta.url);
const files = readdirSync(folder).sort();
const schemas = new Map(files.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema]));
/** Those that people write documents by. */
const language = files.filter((file) => !/^(?:baseline|manifest|plan|verdict)\./.test(file));

interface Field {
  readonly file: string;
  readonly pointer: string;
  readonly schema: Schema;
  /** What `$ref` leads to. */
  readonly target: Schema;
}

/** What a schema stands for, and the file whose `#/…` it means. */
function locate(schema: Schema, file: string): { readonly schema: Schema; readonly file: string } {
  if (schema.$ref === undefined) return { schema, file };
  const [other = '', pointer = ''] = schema.$ref.split('#');
  const target = other || file;
  const steps = pointer.split('/').slice(1);
  const found = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], schemas.get(target));
  return locate(found as Schema, target);
}

const resolve = (schema: Schema, file: string): Schema => locate(schema, file).schema;

/** Everything in a schema that describes a value or the name of one. */
function fieldsOf(file: string): Field[] {
  const found: Field[] = [];
  const visit = (schema: Schema, pointer: string): void => {
    const children: [string, Schema | boolean | undefined][] = [
      ...Object.entries(schema.properties ?? {}).map(([name, one]): [string, Schema] => [`properties/${name}`, one]),
      ...Object.entries(schema.definitions ?? {}).map(([name, one]): [string, Schema] => [`definitions/${name}`, one]),
      ['additionalProperties', schema.additionalProperties],
      ['propertyNames', schema.propertyNames],
    ];
    for (const [name, child] of children) {
      if (typeof child !== 'object') continue;
      found.push({ file, pointer: `${pointer}/${name}`, schema: child, target: resolve(child, file) });
    }
    const inner: [string, Schema | undefined][] = [
      ['items', schema.items],
      ...[...(schema.anyOf ?? []).entries()].map(([i, one]): [string, Schema] => [`anyOf/${i}`, one]),
      ...[...(schema.oneOf ?? []).entries()].map(([i, one]): [string, Schema] => [`oneOf/${i}`, one]),
    ];
    for (const [name, child] of [...children, ...inner]) {
      if (typeof child === 'object') visit(child, `${pointer}/${name}`);
    }
  };
  visit(schemas.get(file)!, '#');
  return found;
}

const allFields = files.flatMap(fieldsOf);
const name = ({ file, pointer }: Field): string => `${file}${pointer}`;

describe('every field', () => {
  it('has a description that ends like a sentence', () => {
    const bad = allFields.filter(({ schema, target }) => !/\S\.$/.test(schema.description ?? target.description ?? ''));
    expect(bad.map(name)).toEqual([]);
  });
  it('that people write has an example, unless it names its values or its parts have examples', () => {
    const bad = allFields.filter(({ file, schema, target }) => {
      const listed = target.enum ?? target.const ?? target.properties;
      return (
        language.includes(file) &&
        target.type !== 'boolean' &&
        listed === undefined &&
        !(schema.examples ?? target.examples)
      );
    });
    expect(bad.map(name)).toEqual([]);
  });
  it('with a form says in words what to write', () => {
    const bad = allFields.filter(
      ({ file, target }) =>
        language.includes(file) && target.pattern !== undefined && !(target.title && target.patternErrorMessage),
    );
    expect(bad.map(name)).toEqual([]);
  });
});

describe('examples', () => {
  const ajv = new Ajv({ strict: false, validateSchema: true });
  for (const [file, schema] of schemas) ajv.addSchema(schema, file);
  const withExamples = allFields.filter(({ schema }) => schema.examples !== undefined);
  it('satisfy the schema that they stand in', () => {
    const bad = withExamples.flatMap((field) => {
      const pointer = field.pointer.slice(1).replaceAll('%', '%25').replaceAll('$', '%24');
      const validate = ajv.compile({ $ref: `${field.file}#${pointer}` });
      return field.schema.examples!.flatMap((example) =>
        validate(example) ? [] : [`${name(field)}: ${JSON.stringify(example)}`],
      );
    });
    expect(withExamples.length).toBeGreaterThan(80);
    expect(bad).toEqual([]);
  });
});

describe('expressions in examples', () => {
  /** What the expressions of the examples name. */
  const metrics: VariableTypes = {
    build_success_rate: 'double',
    visibility_score: 'double',
    governance_policy_violations: 'int',
    lint_errors: 'int',
  };
  const inputs: StructureTypes = inputStructure({ inputs: { dry_run: { type: 'bool' } } } as never);

  function scopeAt(pointer: string, around: Readonly<Record<string, unknown>>): [VariableTypes, StructureTypes] {
    if (/assert/.test(pointer)) return [assertVariables[(around['over'] as 'beat') ?? 'beat'], assertStructures];
    if (/expect|probe/.test(pointer)) {
      const look = (['http', 'file', 'run'] as const).find((one) => one in around) ?? 'http';
      return [probeVariables[look], {}];
    }
    return [{ ...metrics, inputs: 'inputs' }, inputs];
  }

  /** Every expression in an example, with its field's place and the object that it stands in. */
  function expressionsIn(file: string, schema: Schema, pointer: string, value: unknown, around: object): string[] {
    const { schema: target, file: own } = locate(schema, file);
    if (target === resolve({ $ref: 'common.schema.json#/definitions/expression' }, file)) {
      const [variables, structures] = scopeAt(pointer, around as Record<string, unknown>);
      const { type, error } = checkExpression(String(value), variables, structures);
      return type === 'bool' ? [''] : [`${pointer}: ${String(value)}: ${error?.message ?? type}`];
    }
    if (Array.isArray(value)) {
      return value.flatMap((item) => expressionsIn(own, target.items ?? {}, pointer, item, around));
    }
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const field = target.properties?.[key];
      return field ? expressionsIn(own, field, `${pointer}/${key}`, item, value) : [];
    });
  }

  it('type-check', () => {
    const results = allFields.flatMap(({ file, pointer, schema }) =>
      (schema.examples ?? []).flatMap((example) => expressionsIn(file, schema, `${file}${pointer}`, example, {})),
    );
    expect(results.filter((result) => result !== '')).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(10);
  });
});

it('a number that is infinite or none satisfies no schema', () => {
  const metric = { apiVersion: 'symphonyc/v1', kind: 'Metric', id: 'm', title: 'M', status: 'active', unit: 'ratio' };
  const validate = kindValidators.Metric as (data: unknown) => boolean;
  expect(validate({ ...metric, goal: { atLeast: 1 } })).toBe(true);
  for (const atLeast of [Number.POSITIVE_INFINITY, Number.NaN])
    expect(validate({ ...metric, goal: { atLeast } })).toBe(false);
});
