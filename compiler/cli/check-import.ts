/** What is imported, checked before it is written: in the workspace it goes to, with findings that point into the originals. */
import { joinPath } from '../base/path.ts';
import { placeAt } from '../base/spans.ts';
import { compareText } from '../base/text.ts';
import { recordingHost } from '../cache/recording-host.ts';
import { openSession } from '../cache/session.ts';
import { rulesetDigest, toolVersion } from '../generated/digests.ts';
import { overlayHost } from '../host/overlay.ts';
import { holds, pathAt } from '../import/write.ts';
import { readSource } from '../load/index.ts';
import type { Diagnostic, Place, Related } from '../model/diagnostic.ts';
import type { RawDocument, Workspace } from '../model/document.ts';
import type { Verdict } from '../model/verdict.ts';
import { parse } from '../parse/index.ts';
import { check } from '../pipeline.ts';
import type { CliContext } from './define.ts';
import type { PlannedFile, PlannedHandler } from './plan-import.ts';
import { registries } from './run-check.ts';

/** The verdict over the workspace with the new files, of which only what concerns these is kept. */
export async function checkImport(
  { host }: CliContext,
  root: string,
  files: readonly PlannedFile[],
  handlers: Readonly<Record<string, PlannedHandler>>,
  invented: readonly string[],
): Promise<Verdict | undefined> {
  const encoder = new TextEncoder();
  const own = await ownWorkspace(host, root);
  const workspace = JSON.stringify(withImports(own, files, handlers));
  // What is there already and stays as it is was not made from the originals, nor were its findings.
  const made = files.filter(({ kept }) => !kept);
  const written = new Map(made.map(({ path, text }) => [joinPath(root, path), encoder.encode(text)]));
  const overlay = overlayHost(
    host,
    new Map([...written, [joinPath(root, 'symphony.yaml'), encoder.encode(workspace)]]),
  );
  const recorder = recordingHost({ ...overlay, now: () => host.now() });
  const { session } = openSession(recorder, {
    root,
    out: 'out',
    asOf: '1970-01-01',
    tool: toolVersion,
    ruleset: rulesetDigest,
  });
  const result = await check(session, registries);
  if (!('verdict' in result)) return undefined;
  const documents = new Map<string, readonly RawDocument[]>();
  for (const { path, text } of made) documents.set(path, (await parse(path, encoder.encode(text))).documents);
  const byPath = new Map(made.map((file) => [file.path, file]));
  const [declared] = (await parse('symphony.yaml', encoder.encode(workspace))).documents;
  const original = <P extends Place>(place: P): P | undefined => {
    if (place.file === 'symphony.yaml' && declared) {
      const [field, alias = ''] = pathAt(declared, place.range.start);
      const handler = field === 'handlers' && Object.hasOwn(handlers, alias) ? handlers[alias] : undefined;
      return handler && { ...place, ...handler.at };
    }
    const file = byPath.get(place.file);
    return file && { ...place, ...originalPlace(file, documents.get(place.file) ?? [], place) };
  };
  const diagnostics = result.verdict.diagnostics.flatMap((found): Diagnostic[] => {
    const place = original(found);
    if (!place || invented.includes(found.code)) return [];
    const related = found.related.map((one): Related => original(one) ?? one);
    return [{ ...place, related, fix: undefined }];
  });
  diagnostics.sort((a, b) => compareText(a.file, b.file) || a.range.start.line - b.range.start.line);
  return { ...result.verdict, diagnostics };
}

/** What the workspace says of itself; undefined when there is none that can be read. */
async function ownWorkspace(host: CliContext['host'], root: string): Promise<Partial<Workspace> | undefined> {
  const read = readSource(host, root, 'symphony.yaml');
  if ('finding' in read) return undefined;
  const { documents } = await parse('symphony.yaml', read.file.bytes());
  const value = documents[0]?.value;
  return typeof value === 'object' && value !== null ? (value as Partial<Workspace>) : undefined;
}

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withImports(
  own: Partial<Workspace> | undefined,
  files: readonly PlannedFile[],
  handlers: Readonly<Record<string, PlannedHandler>>,
): unknown {
  const head = { apiVersion: 'symphonyc/v1', kind: 'Workspace', id: 'imported', title: 'Imported', status: 'active' };
  const base = own ?? { ...head, owner: 'nobody' };
  return {
    ...base,
    sources: [...(Array.isArray(own?.sources) ? own.sources : []), ...files.map(({ path }) => path)],
    handlers: {
      ...Object.fromEntries(Object.entries(handlers).map(([alias, { path }]) => [alias, path])),
      ...(isMapping(own?.handlers) ? own.handlers : {}),
    },
  };
}

/** The place in the original from which the part around `place` was made. */
function originalPlace({ made, original, raw }: PlannedFile, documents: readonly RawDocument[], place: Place): Place {
  const index = Math.max(
    0,
    documents.findIndex((document) => holds(document, place.range.start)),
  );
  const document = documents[index];
  const path = document ? pathAt(document, place.range.start) : [];
  const from = made.documents[index]?.originOf(path) ?? [];
  return { ...placeAt(raw, from), file: original };
}
