/** Whether an output folder is what today's sources compile to, as its manifest tells: by whom, from what, into what. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText, list, plural } from '../base/text.ts';
import type { Manifest } from '../generated/types/manifest.ts';
import { manifestPath, packPath, unlistedPaths } from '../seal/layout.ts';
import type { OutputFolder } from './folder.ts';
import { readManifest } from './manifest.ts';

/** What a build of today would read, and with which rules. */
interface Sources {
  /** The digests of all that a check reads, by path. */
  readonly inputs: ReadonlyMap<string, string>;
  /** The digest of any other file of the workspace: package.json and the like are only sealed. */
  readonly digestOf: (path: string) => string | undefined;
  readonly ruleset: string;
  readonly tool: string;
}

/** A file of the output folder that is not what it should be. */
interface Mismatch {
  readonly member: string;
  readonly problem: string;
}

/** In the order of their files; empty when the folder is up to date. */
export function compareWithSources(folder: OutputFolder, sources: Sources): readonly Mismatch[] {
  const bytes = folder.read(manifestPath);
  const about = (problem: string): Mismatch => ({ member: manifestPath, problem });
  if (!bytes) return [about('nothing says what it was built from: it has no manifest')];
  const read = readManifest(new Map([[manifestPath, bytes]]));
  if (!('value' in read)) return [about(`its manifest cannot be read: ${read.problems[0]!.detail}`)];
  const { manifest } = read.value;
  const whole = [byOtherRules(manifest, sources), stale(manifest, sources)];
  const found = whole.filter((problem) => problem !== undefined).map(about);
  return [...found, ...editedFiles(manifest, folder)].sort((a, b) => compareText(a.member, b.member));
}

function byOtherRules({ tool, ruleset }: Manifest, sources: Sources): string | undefined {
  if (tool.version !== sources.tool) return `it was built by symphonyc ${tool.version}, and this is ${sources.tool}`;
  return ruleset === sources.ruleset ? undefined : 'it was built with other rules than these';
}

/** How many sources are named. */
const named = 3;

function stale({ inputs }: Manifest, sources: Sources): string | undefined {
  const changes = inputs.flatMap(({ path, digest }) => {
    const now = sources.inputs.get(path) ?? sources.digestOf(path);
    if (now === digest) return [];
    return [`\`${path}\` ${now === undefined ? 'is gone' : 'has changed'}`];
  });
  const known = new Set(inputs.map(({ path }) => path));
  for (const path of sources.inputs.keys()) if (!known.has(path)) changes.push(`\`${path}\` is new`);
  if (changes.length === 0) return undefined;
  const shown = changes.sort(compareText).slice(0, named);
  const more = changes.length - shown.length;
  return `it is stale: ${list(more > 0 ? [...shown, `${plural(more, 'more source')} differ${more === 1 ? 's' : ''}`] : shown)}`;
}

function editedFiles({ outputs }: Manifest, folder: OutputFolder): Mismatch[] {
  const found = new Set(folder.files);
  const expected = new Set([...outputs.map(({ path }) => path), ...unlistedPaths, packPath]);
  const changed = outputs.flatMap(({ path, digest }): Mismatch[] => {
    if (!found.has(path)) return [{ member: path, problem: 'it is missing' }];
    const bytes = folder.read(path);
    if (bytes && digestBytes(bytes) === digest) return [];
    return [{ member: path, problem: bytes ? 'it was edited after it was built' : 'it is no file that can be read' }];
  });
  const added = folder.files.filter((path) => !expected.has(path));
  return [...changed, ...added.map((member) => ({ member, problem: 'no build wrote it' }))];
}
