/** Parse and validate, for every file that changed; summaries, for all. */
import { placeAt } from '../base/spans.ts';
import type { CheckSession } from '../cache/session.ts';
import type { DocumentUnit, FileUnit } from '../cache/units.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Document, RawDocument } from '../model/document.ts';
import type { Summary } from '../model/index.ts';
import type { LoadedSources, SourceFile } from '../model/source.ts';
import { parse } from '../parse/index.ts';
import { validate } from '../validate/index.ts';
import type { OpenWorkspace } from './open-workspace.ts';
import { kindOf, type Registries } from './registries.ts';

export interface FrontEnd {
  /** By path; the workspace's own file comes first. */
  readonly units: ReadonlyMap<string, FileUnit>;
  readonly summaries: readonly Summary[];
  /** Position for position with the units of a file: its documents, undefined where the schema is not satisfied. */
  readonly documents: (path: string) => Promise<readonly (Document | undefined)[]>;
}

export async function frontEnd(
  session: CheckSession,
  registries: Registries,
  workspace: OpenWorkspace,
  sources: LoadedSources,
): Promise<FrontEnd> {
  const parsed = new Map<string, readonly (Document | undefined)[]>([['symphony.yaml', [workspace.document]]]);
  const files = new Map(sources.files.map((source) => [source.path, source]));
  const units = new Map<string, FileUnit>();
  const { digest } = workspace.file;
  const own = session.knownUnit('symphony.yaml', digest, digest)?.documents ?? [
    { summary: summaryOf(workspace.document, registries) },
  ];
  const { waivers } = workspace;
  units.set('symphony.yaml', {
    digest,
    findings: [],
    documents: own,
    broken: workspace.further,
    ...(waivers && { waivers }),
  });
  for (const [done, source] of sources.files.entries()) {
    session.progress('reading', done, sources.files.length);
    const known = session.knownUnit(source.path, source.digest, digest);
    if (known) units.set(source.path, known);
    else {
      const read = await readDocuments(source, registries);
      parsed.set(source.path, read.documents);
      units.set(source.path, read.unit);
    }
  }
  const documents = async (path: string): Promise<readonly (Document | undefined)[]> => {
    const known = parsed.get(path);
    if (known) return known;
    const again = await readDocuments(files.get(path)!, registries);
    parsed.set(path, again.documents);
    return again.documents;
  };
  const summaries = [...units.values()].flatMap((unit) => unit.documents.map((document) => document.summary));
  return { units, documents, summaries };
}

async function readDocuments(
  source: SourceFile,
  registries: Registries,
): Promise<{ unit: FileUnit; documents: readonly (Document | undefined)[] }> {
  const parsed = await parse(source.path, source.bytes());
  const nothing = parsed.documents.length === 0 && parsed.findings.length === 0;
  const findings = [...(parsed.secrets ?? []), ...(nothing ? [noDocument(source.path)] : parsed.findings)];
  const documents: (Document | undefined)[] = [];
  const units: DocumentUnit[] = [];
  for (const raw of parsed.documents) {
    const result = validateDocument(raw, parsed.documents.length, registries);
    for (const found of result.findings) findings.push(found);
    if (!result.summary) continue;
    units.push({ summary: result.summary });
    documents.push(result.document);
  }
  const broken = parsed.documents.length - documents.filter((document) => document !== undefined).length;
  const { waivers } = parsed;
  return {
    unit: { digest: source.digest, findings, documents: units, broken, ...(waivers && { waivers }) },
    documents,
  };
}

interface Validated {
  readonly document?: Document;
  readonly summary?: Summary;
  readonly findings: readonly Finding[];
}

/** A document that does not satisfy its schema is still known by its kind and id, so that references to it resolve. */
function validateDocument(raw: RawDocument, siblings: number, registries: Registries): Validated {
  const { document, findings, broken } = validate(raw, siblings, registries.validators);
  if ((document ?? broken)?.kind === 'Workspace') return { findings: [...findings, strayWorkspace(raw)] };
  if (document) return { document, summary: summaryOf(document, registries), findings };
  if (!broken) return { findings };
  const { kind, id, place: at } = broken;
  const poison = { kind, id, title: id, status: 'active', at, siblings, policies: [], broken: true };
  return { summary: poison as unknown as Summary, findings };
}

/** Said aloud: what a file is emptied of would otherwise pass without a word. */
function noDocument(path: string): Finding {
  const help = 'write a definition, or leave the file out with `exclude`';
  return finding('KIND_UNKNOWN', { kind: '', missing: true, known: '' }, fileStart(path), { help });
}

function strayWorkspace(raw: RawDocument): Finding {
  const problem = 'there is one workspace, in `symphony.yaml`; this one is not compiled';
  const help = 'take it out, or leave its file out with `exclude`';
  return finding('SCHEMA_VIOLATION', { problem }, placeAt(raw, ['kind']), { help });
}

const summaryOf = (document: Document, registries: Registries): Summary =>
  kindOf(document.kind, registries).summarise(document);
