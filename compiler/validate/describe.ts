/** One schema error in words: what is wrong with the value, and what to write instead. */
import type { ErrorObject } from 'ajv';
import { list, nearest, plural, show } from '../base/text.ts';
import type { Path, RawDocument } from '../model/document.ts';

export interface Description {
  readonly problem: string;
  readonly help?: string;
  readonly part?: 'key' | 'value';
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
};

/** Patterns of the schemas in words, by the pattern. */
const patternNames: readonly [RegExp, string, string][] = [
  [/-\[a-z0-9\]\+\)\*\$$/, 'kebab-case', 'use lower-case letters, digits and single hyphens, starting with a letter'],
  [
    /_\[a-z0-9\]\+\)\*\$$/,
    'snake_case',
    'use lower-case letters, digits and single underscores, starting with a letter',
  ],
  [/ms\|s\|m\|h\|d/, 'a duration', 'write a whole number and a unit, such as 500ms, 5s, 2m, 1h or 7d'],
  [/https\?/, 'an http or https URL', 'write the whole address, such as http://127.0.0.1:8080/health'],
  [/\[A-Z\]/, 'a code', 'codes are written in upper case, such as TIMEOUT_MISSING'],
];

/** The value at `path`; the name of the field for messages. */
function read(raw: RawDocument, path: Path): { value: unknown; name: string } {
  let value: unknown = raw.value;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  const field = path.findLast((step) => typeof step === 'string');
  const name =
    field === undefined
      ? 'the document'
      : typeof path.at(-1) === 'number'
        ? `this item of \`${field}\``
        : `\`${field}\``;
  return { value, name };
}

export function describe(raw: RawDocument, path: Path, error: ErrorObject): Description {
  const { value, name } = read(raw, path);
  const { params, keyword } = error;
  switch (keyword) {
    case 'required':
      return { problem: `${name} has no \`${params['missingProperty']}\``, part: 'key' };
    case 'type': {
      const types = [params['type']].flat().map((type) => typeNames[type as string] ?? String(type));
      return { problem: `${name} must be ${list(types, 'or')}, not ${kindOf(value)}`, help: quoteHint(value, types) };
    }
    case 'enum':
    case 'const':
      return oneOfValues(
        name,
        value,
        keyword === 'enum' ? (params['allowedValues'] as unknown[]) : [params['allowedValue']],
      );
    case 'pattern':
      return pattern(
        name,
        'propertyName' in error ? (error as { propertyName?: string }).propertyName : value,
        String(params['pattern']),
      );
    case 'oneOf':
      return exclusive(name, value, error);
    case 'anyOf':
      return { problem: `${name} must be text or a mapping, not ${kindOf(value)}` };
    case 'minLength':
      return { problem: `${name} is empty` };
    case 'maxLength':
      return { problem: `${name} is longer than ${plural(params['limit'] as number, 'character')}` };
    case 'minItems':
    case 'minProperties':
      return { problem: `${name} needs at least ${plural(params['limit'] as number, 'entry', 'entries')}` };
    case 'maxItems':
    case 'maxProperties':
      return { problem: `${name} may have at most ${plural(params['limit'] as number, 'entry', 'entries')}` };
    case 'minimum':
      return { problem: `${name} is ${show(value)}; the least is ${params['limit']}` };
    case 'maximum':
      return { problem: `${name} is ${show(value)}; the most is ${params['limit']}` };
    case 'uniqueItems':
      return { problem: `${name} names ${show((value as unknown[])[params['i'] as number])} twice` };
    case 'not':
      return exclusive(name, value, error);
    default:
      return { problem: `${name} does not satisfy \`${keyword}\` of its schema` };
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text ${show(value)}` : show(value);
}

const quoteHint = (value: unknown, types: readonly string[]): string | undefined =>
  types.includes('text') && (typeof value === 'number' || typeof value === 'boolean')
    ? `put it in quotes: "${value}"`
    : undefined;

function oneOfValues(name: string, value: unknown, allowed: readonly unknown[]): Description {
  const texts = allowed.map((item) => String(item));
  const near = typeof value === 'string' ? nearest(value, texts) : undefined;
  const help = near ? `did you mean \`${near}\`?` : undefined;
  return { problem: `${name} is ${show(value)}, but must be ${list(texts, 'or')}`, help };
}

function pattern(name: string, value: unknown, source: string): Description {
  const known = patternNames.find(([test]) => test.test(source));
  if (!known) return { problem: `${name} is ${show(value)}, which does not have the form ${source}` };
  const suggestion =
    known[1] === 'kebab-case' || known[1] === 'snake_case' ? recase(String(value), known[1]) : undefined;
  const help = suggestion ? `did you mean \`${suggestion}\`?` : known[2];
  return { problem: `${name} is ${show(value)}, which is not ${known[1]}`, help };
}

/** `Build Pipeline` → `build-pipeline`; undefined when nothing sensible is left. */
function recase(text: string, style: 'kebab-case' | 'snake_case'): string | undefined {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  if (!words || !/^[a-z]/.test(words[0]!)) return undefined;
  return words.join(style === 'kebab-case' ? '-' : '_').slice(0, 80);
}

/** Unions of the language are lists of fields of which exactly one is given. */
function exclusive(name: string, value: unknown, error: ErrorObject): Description {
  const choices = error.schemaPath.includes('/beat/')
    ? ['handler', 'run', 'perform', 'probe', 'approve']
    : error.schemaPath.includes('/probe/')
      ? ['http', 'file', 'run']
      : ['assert', 'gate', 'attest'];
  const given = choices.filter((choice) => typeof value === 'object' && value !== null && choice in value);
  const said = given.length === 0 ? 'none of them' : list(given.map((choice) => `\`${choice}\``));
  const what = error.schemaPath.includes('/beat/')
    ? 'a beat does'
    : error.schemaPath.includes('/probe/')
      ? 'a probe looks at'
      : `${name} holds by`;
  return { problem: `${what} exactly one of ${list(choices, 'or')}; this one has ${said}` };
}
