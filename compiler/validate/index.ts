/** Document → document of its kind: the schema's verdict as one precise message a mistake, at the value. */
import type { ErrorObject } from 'ajv';
import { placeAt } from '../base/spans.ts';
import { list, nearest, show } from '../base/text.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { Document, KindName, RawDocument } from '../model/document.ts';
import { foldErrors } from './fold.ts';

export type Validator = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null };

/** By kind. */
export type Validators = Readonly<Record<string, Validator>>;

export interface ValidateResult {
  readonly document?: Document;
  readonly findings: readonly Finding[];
  /** The kind and id of a document that does not satisfy its schema, as far as they can be read. */
  readonly broken?: { readonly kind: KindName; readonly id: string; readonly place: Place };
}

/** At most so many messages about one document; the rest would say the same. */
const maxFindings = 50;

export function validate(raw: RawDocument, siblings: number, validators: Validators): ValidateResult {
  const value = raw.value as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { findings: [kindUnknown(raw, undefined, validators)] };
  }
  const kind = value['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(validators, kind))
    return { findings: [kindUnknown(raw, kind, validators)] };
  const version = value['apiVersion'];
  if (typeof version === 'string' && version !== 'symphonyc/v1') {
    return {
      findings: [finding('API_VERSION_UNSUPPORTED', { version }, placeAt(raw, ['apiVersion']))],
      ...brokenOf(raw, kind),
    };
  }
  const validator = validators[kind]!;
  const valid = validator(value);
  const all = valid ? [] : foldErrors(kind.toLowerCase(), raw, validator.errors ?? []);
  const usable = all.every((found) => found.code === 'UNKNOWN_FIELD');
  const findings = shorten(all);
  if (!usable) return { findings, ...brokenOf(raw, kind) };
  const document = { ...raw, kind: kind as KindName, id: value['id'] as string, siblings } as Document;
  return { document, findings };
}

/** What makes the document unusable is shown before what does not. */
function shorten(findings: readonly Finding[]): Finding[] {
  if (findings.length <= maxFindings) return [...findings];
  const [grave, slight] = [true, false].map((wanted) =>
    findings.filter((found) => (found.code !== 'UNKNOWN_FIELD') === wanted),
  );
  return [...grave!, ...slight!].slice(0, maxFindings);
}

function kindUnknown(raw: RawDocument, kind: unknown, validators: Validators): Finding {
  const known = Object.keys(validators)
    .filter((name) => name !== 'Workspace')
    .sort();
  const near = typeof kind === 'string' ? nearest(kind, known) : undefined;
  const place = kind === undefined ? startOf(raw) : placeAt(raw, ['kind']);
  const help = near ? `did you mean \`${near}\`?` : 'a file that is not a definition is taken out with `exclude`';
  return finding('KIND_UNKNOWN', { kind: show(kind ?? null), missing: kind === undefined, known: list(known) }, place, {
    help,
  });
}

function startOf(raw: RawDocument): Place {
  const { start } = raw.spans;
  return start === 0
    ? fileStart(raw.source.file)
    : { file: raw.source.file, range: raw.source.range(start, start + 1) };
}

function brokenOf(raw: RawDocument, kind: string): Pick<ValidateResult, 'broken'> {
  const id = (raw.value as Record<string, unknown>)['id'];
  return typeof id === 'string' ? { broken: { kind: kind as KindName, id, place: placeAt(raw, ['id']) } } : {};
}
