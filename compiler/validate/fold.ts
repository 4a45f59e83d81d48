/** Ajv's errors → findings: union branches folded to the closest, one finding a value. */
import type { ErrorObject } from 'ajv';
import { placeAt, spanAt } from '../base/spans.ts';
import { list, nearest } from '../base/text.ts';
import { finding } from '../diagnostics/finding.ts';
import { schemaFields } from '../generated/schema-fields.ts';
import type { Finding, Fix } from '../model/diagnostic.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { describe } from './describe.ts';

export function foldErrors(schema: string, raw: RawDocument, errors: readonly ErrorObject[]): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const error of withoutBranches(raw, errors)) {
    const path = pathOf(error.instancePath, raw);
    const found =
      error.keyword === 'additionalProperties' ? unknownField(schema, raw, path, error) : violation(raw, path, error);
    const key = `${found.code}:${found.range.start.line}:${found.range.start.column}:${error.keyword === 'required' ? error.params['missingProperty'] : ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    findings.push(found);
  }
  return findings.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column,
  );
}

/** JSON pointer → path, with numbers for positions in sequences. */
function pathOf(pointer: string, raw: RawDocument): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(spanAt(raw.spans, path).items ? Number(name) : name);
  }
  return path;
}

const branch = /\/(?:oneOf|anyOf)\/(\d+)/;

/**
 * Of the errors inside a union, keeps those of the branch that fits the value's type best; the union's own error is kept
 * only when no branch says anything nearer. Errors about a key's name say more than `propertyNames` itself.
 */
function withoutBranches(raw: RawDocument, errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  const nearer = new Set<ErrorObject>();
  const answered = new Set<string>();
  for (const error of errors) {
    const union = branch.test(error.schemaPath) ? unionAround(error.instancePath, unions) : undefined;
    if (union === undefined || !isNearer(raw, error, union)) continue;
    nearer.add(error);
    answered.add(union);
  }
  return errors.filter((error) => {
    if (error.keyword === 'propertyNames' || error.keyword === 'if') return false;
    if (branch.test(error.schemaPath)) return nearer.has(error);
    // A branch that is written elsewhere (`$ref`) does not show in the path of its schema.
    return !(error.keyword === 'anyOf' || error.keyword === 'type') || !answered.has(error.instancePath);
  });
}

/** The value with a union, at or above the place of an error. */
function unionAround(pointer: string, unions: ReadonlySet<string>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (unions.has(at)) return at;
  return undefined;
}

/** Inside `anyOf` of text or mapping: the mapping's branch speaks when the value is a mapping. `oneOf` speaks as a whole. */
function isNearer(raw: RawDocument, error: ErrorObject, union: string): boolean {
  if (/\/oneOf\/\d+/.test(error.schemaPath) || error.keyword === 'type') return false;
  const wantsMapping = /\/anyOf\/[1-9]/.test(error.schemaPath);
  return wantsMapping === (spanAt(raw.spans, pathOf(union, raw)).fields !== undefined);
}

function unknownField(schema: string, raw: RawDocument, path: Path, error: ErrorObject): Finding {
  const field = String(error.params['additionalProperty']);
  const known = fieldsAt(schema, error.schemaPath);
  const at = placeAt(raw, [...path, field], 'key');
  const taken = spanAt(raw.spans, path).fields;
  const near = nearest(
    field,
    known.filter((name) => !taken?.has(name)),
  );
  const help = near ? `did you mean \`${near}\`?` : known.length <= 12 ? `the fields are ${list(known)}` : undefined;
  const fix: Fix | undefined = near
    ? { title: `rename to \`${near}\``, safe: true, edits: [{ ...at, text: near }] }
    : undefined;
  const where = path.length === 0 ? 'this kind' : `\`${String(path.findLast((step) => typeof step === 'string'))}\``;
  return finding('UNKNOWN_FIELD', { field, where }, at, { help, fix });
}

function fieldsAt(schema: string, schemaPath: string): readonly string[] {
  const [file, pointer = ''] = schemaPath.split('#');
  const owner = pointer.slice(0, -'/additionalProperties'.length);
  return schemaFields[`${file || `${schema}.schema.json`}#${owner}`] ?? [];
}

function violation(raw: RawDocument, path: Path, error: ErrorObject): Finding {
  const { problem, help, part } = describe(raw, path, error);
  const named = 'propertyName' in error ? [...path, String((error as { propertyName?: string }).propertyName)] : path;
  const isName = named !== path;
  return finding('SCHEMA_VIOLATION', { problem }, placeAt(raw, named, isName ? 'key' : part), { help });
}
