/** The files of another tool that are to be imported: found, read, converted. */
import { posix } from 'node:path';
import { baseOf, joinPath } from '../base/path.ts';
import { compareText, list } from '../base/text.ts';
import { collect } from '../diagnostics/collect.ts';
import { rules } from '../generated/rules.ts';
import { isHostError } from '../host/host.ts';
import type { Imported, Importer } from '../import/define.ts';
import { type Leftover, Original } from '../import/original.ts';
import { readSource } from '../load/index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RawDocument } from '../model/document.ts';
import { parse } from '../parse/index.ts';
import { type CliContext, UsageError } from './define.ts';
import { absolute } from './workspace-options.ts';

export interface ReadOriginal {
  /** As people name it: relative to the current folder. */
  readonly name: string;
  /** Undefined when it cannot be read. */
  readonly raw?: RawDocument;
  /** Undefined when it is none of the kind. */
  readonly imported?: Imported;
  readonly leftovers: readonly Leftover[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Throws UsageError for a path where there is nothing. */
export async function readOriginals(
  context: CliContext,
  importer: Importer,
  paths: readonly string[],
): Promise<readonly ReadOriginal[]> {
  const files = [...new Set(paths.flatMap((path) => filesAt(context, importer, absolute(context, path))))];
  const read: ReadOriginal[] = [];
  for (const file of files.sort(compareText)) read.push(await readOriginal(context, importer, file));
  if (read.length === 0)
    throw new UsageError('there is nothing to import', `such files end with ${list(importer.extensions, 'or')}`);
  return read;
}

function filesAt(context: CliContext, importer: Importer, path: string): string[] {
  const { host } = context;
  const type = host.stat(path)?.type;
  if (type === undefined) throw new UsageError(`there is nothing at ${path}`, 'name files, or folders with them');
  if (type !== 'directory') return [path];
  try {
    return host.readDirectory(path).flatMap(({ name, type: kind }) => {
      const inner = joinPath(path, name);
      if (kind === 'directory' && name !== 'node_modules' && !name.startsWith('.git'))
        return filesAt(context, importer, inner);
      return kind === 'file' && importer.extensions.some((end) => name.endsWith(end)) ? [inner] : [];
    });
  } catch (error) {
    if (isHostError(error)) throw new UsageError(`${path} cannot be read (${error.code})`);
    throw error;
  }
}

async function readOriginal({ host, cwd }: CliContext, importer: Importer, file: string): Promise<ReadOriginal> {
  const name = posix.relative(cwd, file);
  const folder = file.slice(0, file.lastIndexOf('/')) || '/';
  const read = readSource(host, folder, baseOf(file));
  const told = (findings: Parameters<typeof collect>[0]): Diagnostic[] =>
    collect(findings, rules, {}).map((one) => ({ ...one, file: name, subject: name }));
  if ('finding' in read) return { name, leftovers: [], diagnostics: told([read.finding]) };
  const { documents, findings: problems, secrets = [] } = await parse(name, read.file.bytes());
  const findings = [...problems, ...secrets];
  const raw = documents[0];
  if (!raw || documents.length > 1) return { name, raw, leftovers: [], diagnostics: told(findings) };
  const original = new Original(raw.value);
  const imported = importer.convert(original, name);
  return { name, raw, imported, leftovers: imported ? original.leftovers() : [], diagnostics: told(findings) };
}
