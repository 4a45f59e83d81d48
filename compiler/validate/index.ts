/** Document → document of its kind: the schema's verdict as one precise message a mistake, at the value. */
import type { ErrorObject } from 'ajv';
import { placeAt } from '../base/spans.ts';
import { list, nearest, show } from '../base/text.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { Document, KindName, RawDocument } from '../model/document.ts';
import { shownBy } from './fields.ts';
import { foldErrors } from './fold.ts';
import { tellFaults } from './tell.ts';

export type Validator = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null };

/** By kind. */
export type Validators = Readonly<Record<string, Validator>>;

export interface ValidateResult {
  readonly document?: Document;
  readonly findings: readonly Finding[];
  /** The kind and id of a document that does not satisfy its schema, as far as they can be read. */
  readonly broken?: { readonly kind: KindName; readonly id: string; readonly place: Place };
}

export function validate(raw: RawDocument, siblings: number, validators: Validators): ValidateResult {
  const value = raw.value as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { findings: [kindUnknown(raw, undefined, validators)] };
  }
  const kind = value['kind'];
  const otherRoot = raw.source.file === 'symphony.yaml' && kind !== 'Workspace';
  if (typeof kind !== 'string' || !Object.hasOwn(validators, kind) || otherRoot)
    return { findings: [kindUnknown(raw, kind, validators)] };
  const version = value['apiVersion'];
  if (typeof version === 'string' && version !== 'symphonyc/v1') {
    return {
      findings: [finding('API_VERSION_UNSUPPORTED', { version }, placeAt(raw, ['apiVersion']))],
      ...brokenOf(raw, kind),
    };
  }
  const validator = validators[kind]!;
  if (validator(value)) return { document: documentOf(raw, kind, siblings), findings: [] };
  const { faults, usable } = foldErrors(kind, raw, validator.errors ?? []);
  const findings = tellFaults(kind, raw, faults);
  return usable ? { document: documentOf(raw, kind, siblings), findings } : { findings, ...brokenOf(raw, kind) };
}

const documentOf = (raw: RawDocument, kind: string, siblings: number): Document =>
  ({ ...raw, kind, id: (raw.value as { id: string }).id, siblings }) as Document;

/** `symphony.yaml` is the one file that holds a workspace. */
function kindUnknown(raw: RawDocument, kind: unknown, validators: Validators): Finding {
  const inRoot = raw.source.file === 'symphony.yaml';
  const known = Object.keys(validators)
    .filter((name) => (name === 'Workspace') === inRoot)
    .sort();
  const near = typeof kind === 'string' && !inRoot ? nearest(kind, known) : undefined;
  const missing = kind === undefined || kind === null;
  const other = inRoot ? 'write `kind: Workspace`' : 'a file that is not a definition is taken out with `exclude`';
  const help = near ? `did you mean \`${near}\`?` : other;
  const place = kind === undefined ? headOf(raw) : placeAt(raw, ['kind'], missing ? 'key' : 'value');
  return finding('KIND_UNKNOWN', { kind: show(kind), missing, known: list(known) }, place, { help });
}

/** What is not a mapping has no line that names it. */
function headOf(raw: RawDocument): Place {
  const { start, fields } = raw.spans;
  if (fields && fields.size > 0) return shownBy(raw, []);
  return start === 0
    ? fileStart(raw.source.file)
    : { file: raw.source.file, range: raw.source.range(start, start + 1) };
}

function brokenOf(raw: RawDocument, kind: string): Pick<ValidateResult, 'broken'> {
  const id = (raw.value as Record<string, unknown>)['id'];
  return typeof id === 'string' ? { broken: { kind: kind as KindName, id, place: placeAt(raw, ['id']) } } : {};
}
