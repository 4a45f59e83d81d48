/** Which files an import writes: one each, whatever several originals say of it. */
import { joinPath } from '../base/path.ts';
import { placeAt } from '../base/spans.ts';
import { compareText } from '../base/text.ts';
import type { MadeFile } from '../import/define.ts';
import { yamlOf } from '../import/write.ts';
import type { Place } from '../model/diagnostic.ts';
import type { RawDocument } from '../model/document.ts';
import type { ReadOriginal } from './import-originals.ts';

export interface PlannedFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly text: string;
  readonly made: MadeFile;
  /** The name of the original that it comes from. */
  readonly original: string;
  readonly raw: RawDocument;
  /** There is such a file already, which stays as it is. */
  readonly kept: boolean;
}

export interface PlannedHandler {
  readonly path: string;
  readonly at: Place;
}

interface ImportPlan {
  /** By path. */
  readonly files: readonly PlannedFile[];
  /** By alias: the path of the module, and where that is written. */
  readonly handlers: Readonly<Record<string, PlannedHandler>>;
  /** Files that two originals want to be different. */
  readonly conflicts: readonly { readonly path: string; readonly first: string; readonly second: string }[];
}

/** `exists`: whether there is anything at a path in the workspace. */
export function planImport(
  originals: readonly ReadOriginal[],
  into: string,
  exists: (path: string) => boolean,
): ImportPlan {
  const files = new Map<string, PlannedFile>();
  const conflicts: ImportPlan['conflicts'][number][] = [];
  const handlers: Record<string, PlannedHandler> = {};
  for (const { name, raw, imported } of originals) {
    if (!raw || !imported) continue;
    for (const [alias, { value, path }] of Object.entries(imported.handlers))
      handlers[alias] ??= { path: value, at: placeAt(raw, path) };
    for (const made of imported.files) {
      const path = joinPath(into, made.path);
      const known = files.get(path);
      if (!known)
        files.set(path, {
          path,
          text: yamlOf(made, name),
          made,
          original: name,
          raw,
          kept: made.shared === true && exists(path),
        });
      else if (JSON.stringify(valuesOf(known.made)) !== JSON.stringify(valuesOf(made)))
        conflicts.push({ path, first: known.original, second: name });
    }
  }
  return { files: [...files.values()].sort((a, b) => compareText(a.path, b.path)), handlers, conflicts };
}

const valuesOf = (file: MadeFile): unknown => file.documents.map(({ value }) => value);
