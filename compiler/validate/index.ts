/** Document → document of its kind: the schema's verdict as one precise message a mistake, at the value. */
import { placeAt } from '../base/spans.ts';
import { list, nearest, show } from '../base/text.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { Document, KindName, RawDocument } from '../model/document.ts';
import { shownBy } from './fields.ts';
import { read, type Validator } from './reading.ts';
import { schemaAt } from './schema.ts';
import { tellFaults } from './tell.ts';

/** By kind. */
export type Validators = Readonly<Record<string, Validator>>;

interface ValidateResult {
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
  const reading = read(kind, raw, validator);
  const findings = reading.told.flatMap(({ raw: whose, faults }) => tellFaults(kind, whose, faults));
  if (!reading.usable) return { findings, ...brokenOf(raw, kind) };
  const document = documentOf(reading.raw, kind, siblings);
  return { document: reading.guessed ? { ...document, guessed: true } : document, findings };
}

const documentOf = (raw: RawDocument, kind: string, siblings: number): Document =>
  ({ ...raw, kind, id: (raw.value as { id: string }).id, siblings }) as Document;

/** `symphony.yaml` is the one file that holds a workspace. */
function kindUnknown(raw: RawDocument, kind: unknown, validators: Validators): Finding {
  const inRoot = raw.source.file === 'symphony.yaml';
  const known = Object.keys(validators)
    .filter((name) => (name === 'Workspace') === inRoot)
    .sort();
  const named = typeof kind === 'string' && !inRoot ? nearest(kind, known) : undefined;
  const near = named ?? (inRoot ? undefined : kindByFields(raw.value, known));
  const missing = kind === undefined || kind === null;
  const other = inRoot ? 'write `kind: Workspace`' : 'a file that is not a definition is taken out with `exclude`';
  const proposal = missing ? `add \`kind: ${near}\`, to judge by its fields` : `did you mean \`${near}\`?`;
  const help = near ? proposal : other;
  const place = kind === undefined ? headOf(raw) : placeAt(raw, ['kind'], missing ? 'key' : 'value');
  return finding('KIND_UNKNOWN', { kind: show(kind), missing, known: list(known) }, place, { help });
}

/** The kind whose own fields, which others do not have, a document has most of. */
function kindByFields(value: unknown, known: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.keys(value);
  const own = known.map((kind) => Object.keys(schemaAt(kind, value, []).properties ?? {}));
  const points = known.map((kind, i) => {
    const others = new Set(own.filter((_, j) => j !== i).flat());
    return { kind, count: fields.filter((field) => own[i]!.includes(field) && !others.has(field)).length };
  });
  const [best, second] = points.sort((a, b) => b.count - a.count);
  return best && best.count > (second?.count ?? 0) ? best.kind : undefined;
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
