/** Scripts into the text of a package.json: everything that is not one of them stays byte for byte as it is. */

import { applyEdits, type Edit, insertMembers, quoted } from '../base/json-edit.ts';
import { JsonError, type JsonNode, scanJson } from '../base/json-scan.ts';
import type { PackageScript } from '../base/package-scripts.ts';
import { sourceText } from '../base/text.ts';
import type { Position } from '../model/diagnostic.ts';
import { hookReason } from './hooks.ts';

export interface ScriptMerge {
  /** The new text; the given one when nothing is to be done. */
  readonly text: string;
  readonly added: readonly string[];
  /** The user's own, overwritten because that was asked for. */
  readonly replaced: readonly string[];
  readonly unchanged: readonly string[];
  /** The user's own that mean something else, left as they are. */
  readonly kept: readonly { readonly name: string; readonly current: string; readonly wanted: string }[];
  /** Never written: npm would run them on its own. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Play or report a symphony under a name that no symphony gives any more; left as they are. */
  readonly stale: readonly string[];
}

/** Why the text cannot take scripts. */
interface MergeProblem {
  readonly message: string;
  readonly at: Position;
}

interface MergeOptions {
  /** Overwrites scripts of the user that have a wanted name. */
  readonly force?: boolean;
}

/** `wanted` sorted by name. Merging twice is the same as merging once, and nothing is ever removed. */
export function mergeScripts(
  text: string,
  wanted: readonly PackageScript[],
  { force = false }: MergeOptions = {},
): ScriptMerge | { readonly problem: MergeProblem } {
  try {
    return merge(text, scanJson(text), wanted, force);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const at = sourceText('package.json', text).position(error.offset);
    return { problem: { message: error.message, at } };
  }
}

function merge(text: string, root: JsonNode, wanted: readonly PackageScript[], force: boolean): ScriptMerge {
  const scripts = scriptsOf(root);
  const current = new Map((scripts?.members ?? []).map(({ key, value }) => [key, value]));
  const names = new Set([...current.keys(), ...wanted.map(({ name }) => name)]);
  const merge = { added: [], replaced: [], unchanged: [], kept: [], refused: [] } as Mutable<
    Omit<ScriptMerge, 'text' | 'stale'>
  >;
  const edits: Edit[] = [];
  const missing: PackageScript[] = [];
  for (const script of wanted) {
    const { name, command } = script;
    const node = current.get(name);
    const reason = hookReason(name, names);
    if (node && stringIn(text, node) === command) merge.unchanged.push(name);
    else if (reason !== undefined) merge.refused.push({ name, reason });
    else if (!node) missing.push(script);
    else if (force) {
      merge.replaced.push(name);
      edits.push({ start: node.start, end: node.end, text: quoted(command) });
    } else merge.kept.push({ name, current: text.slice(node.start, node.end), wanted: command });
  }
  for (const { name } of missing) merge.added.push(name);
  if (missing.length > 0) {
    const members = missing.map(({ name, command }) => ({ name, value: command }));
    edits.push(insertMembers(text, root, { field: 'scripts', object: scripts }, members));
  }
  return { ...merge, text: applyEdits(text, edits), stale: staleNames(text, current, wanted) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

/** The value of `scripts`; undefined when there is none. Throws JsonError for what cannot hold scripts. */
function scriptsOf(root: JsonNode): JsonNode | undefined {
  if (root.type !== 'object') throw new JsonError('a package.json has to be an object', root.start);
  const [first, second] = root.members.filter(({ key }) => key === 'scripts');
  if (second) throw new JsonError('`scripts` is written twice', second.start);
  if (first && first.value.type !== 'object') throw new JsonError('`scripts` has to be an object', first.value.start);
  return first?.value;
}

const stringIn = (text: string, { type, start, end }: JsonNode): unknown =>
  type === 'string' ? JSON.parse(text.slice(start, end)) : undefined;

function staleNames(text: string, current: ReadonlyMap<string, JsonNode>, wanted: readonly PackageScript[]): string[] {
  const names = new Set(wanted.map(({ name }) => name));
  return [...current]
    .filter(([name, node]) => !names.has(name) && /^symphonyc (?:run|report) [a-z]/.test(String(stringIn(text, node))))
    .map(([name]) => name);
}
