/** `symphony.yaml`: the one file whose mistakes leave nothing to go on with. */
import { placeAt } from '../base/spans.ts';
import type { CheckSession } from '../cache/session.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { SourcePattern } from '../load/index.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Document, RawDocument } from '../model/document.ts';
import type { SourceFile } from '../model/source.ts';
import type { WaiverComment } from '../model/waiver.ts';
import { parse } from '../parse/index.ts';
import type { RevisionProblem } from '../revision/define.ts';
import { validate } from '../validate/index.ts';
import { readOwn } from './inputs.ts';
import type { Registries } from './registries.ts';

export interface OpenWorkspace {
  readonly document: Document<'Workspace'>;
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
  readonly waivers?: readonly WaiverComment[];
  /** How many more documents the file holds, which have no place in it. */
  readonly further: number;
  readonly patterns: readonly SourcePattern[];
  /** Codes that the workspace switches off. */
  readonly off: ReadonlySet<string>;
}

/** The workspace document itself cannot be used, so nothing else can be found. */
export interface Unreadable {
  readonly findings: readonly Finding[];
  /** Instead of findings: why a revision that somebody asked about cannot be used. */
  readonly revision?: RevisionProblem;
}

export async function openWorkspace(
  session: CheckSession,
  { validators }: Registries,
): Promise<OpenWorkspace | Unreadable> {
  const read = readOwn(session, 'symphony.yaml');
  if ('finding' in read) return { findings: [read.finding] };
  const parsed = await parse('symphony.yaml', read.file.bytes());
  const [raw, ...further] = parsed.documents;
  const { secrets = [] } = parsed;
  if (!raw) return { findings: [...secrets, ...(parsed.findings.length > 0 ? parsed.findings : [emptyFile])] };
  const result = validate(raw, parsed.documents.length, validators);
  const findings = [...secrets, ...parsed.findings, ...result.findings, ...further.map(displaced)];
  if (result.document?.kind !== 'Workspace') return { findings };
  const document = result.document as Document<'Workspace'>;
  const severities = Object.entries(document.value.severities ?? {});
  const off = new Set(severities.flatMap(([code, to]) => (to === 'off' ? [code] : [])));
  const { waivers } = parsed;
  const patterns = patternsOf(document);
  return { document, file: read.file, findings, waivers, further: further.length, patterns, off };
}

function displaced(raw: RawDocument): Finding {
  const problem = '`symphony.yaml` holds the workspace and nothing else, so this document is not compiled';
  const help = 'put it into a file of its own that a pattern in `sources` takes in';
  return finding('SCHEMA_VIOLATION', { problem }, placeAt(raw, ['kind']), { help });
}

const emptyFile = finding('KIND_UNKNOWN', { kind: '', missing: true, known: 'Workspace' }, fileStart('symphony.yaml'), {
  help: 'write a workspace, or let `symphonyc init` write one into an empty folder',
});

function patternsOf(workspace: Document<'Workspace'>): SourcePattern[] {
  const of = (field: 'sources' | 'exclude'): SourcePattern[] =>
    (workspace.value[field] ?? []).map((glob, i) => ({ glob, field, place: placeAt(workspace, [field, i]) }));
  return [...of('sources'), ...of('exclude')];
}
