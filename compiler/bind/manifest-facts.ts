/** What a package.json and a package-lock.json say, read once for each content. No field's type is trusted. */
import { insertMembers } from '../base/json-edit.ts';
import { JsonError, type JsonNode, scanJson } from '../base/json-scan.ts';
import { compareText, sourceText } from '../base/text.ts';
import type { DeclaredPackage, LockFacts, ManifestFacts, MemberRoom } from '../model/code.ts';
import type { SourceText } from '../model/document.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (value: unknown): string[] => (isObject(value) ? Object.keys(value).sort(compareText) : []);

const kinds: readonly (readonly [field: string, kind: DeclaredPackage['kind']])[] = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
  ['devDependencies', 'development'],
];

/** Undefined when the text is no JSON object. */
export function readManifest(path: string, text: string): ManifestFacts | undefined {
  const root = scan(text);
  if (root?.type !== 'object') return undefined;
  const fields = JSON.parse(text.replace(/^\ufeff/, '')) as Fields;
  const source = sourceText(path, text);
  const name = typeof fields['name'] === 'string' ? fields['name'] : undefined;
  const room = roomIn(source, root);
  return {
    ...(name === undefined ? {} : { name }),
    scripts: keysOf(fields['scripts']),
    binaries: binariesOf(fields, name),
    dependencies: kinds.flatMap(([field, kind]) => declaredIn(source, memberOf(root, field), kind)),
    aliases: keysOf(fields['imports']),
    workspaces: workspacesOf(fields['workspaces']),
    overrides: keysOf(fields['overrides']).map((key) => key.replace(/(.)@.*$/, '$1')),
    ...(room ? { room } : {}),
  };
}

function scan(text: string): JsonNode | undefined {
  try {
    return scanJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return undefined;
  }
}

/** Of keys that are written twice, the last counts. */
const memberOf = (root: JsonNode, field: string): JsonNode | undefined =>
  root.members.findLast(({ key }) => key === field)?.value;

function declaredIn(
  { text, position }: SourceText,
  object: JsonNode | undefined,
  kind: DeclaredPackage['kind'],
): DeclaredPackage[] {
  const members = object?.members.filter(({ value }) => value.type === 'string') ?? [];
  return members.map(({ key: name, value: { start, end } }) => {
    const range = JSON.parse(text.slice(start, end)) as string;
    const { line, column } = position(start);
    return { name, range, kind, line, column, end: column + end - start };
  });
}

/** In front of `:` in a path of the file system, Windows cannot have it; npm gives a scoped package's last name. */
function binariesOf({ bin }: Fields, name: string | undefined): string[] {
  if (typeof bin === 'string') return name === undefined ? [] : [name.slice(name.lastIndexOf('/') + 1)];
  return keysOf(bin);
}

function workspacesOf(value: unknown): string[] {
  const list = isObject(value) ? value['packages'] : value;
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}

/** Keys and values that no package has, to be cut out again. */
const marks = ['\ue000', '\ue001'] as const;

/** Where a dependency can be added; undefined where `dependencies` is no object. */
function roomIn({ text, position }: SourceText, root: JsonNode): MemberRoom | undefined {
  const object = memberOf(root, 'dependencies');
  if (object && object.type !== 'object') return undefined;
  const [name, value] = marks;
  const edit = insertMembers(text, root, { field: 'dependencies', object }, [{ name, value }]);
  const [before = '', rest = ''] = edit.text.split(`"${name}"`);
  const [colon = '', after = ''] = rest.split(`"${value}"`);
  const once = object === undefined || object.members.length === 0;
  return { start: position(edit.start), end: position(edit.end), before, colon, after, ...(once ? { once } : {}) };
}

/** Versions 2 and 3, which npm 7 and later write. */
export function readLock(text: string): LockFacts {
  const packages = packagesOf(text);
  if (!packages) return { versions: {}, binaries: [], problem: 'has no `packages`, which npm 7 and later write' };
  const versions: [string, string][] = [];
  const binaries = new Set<string>();
  for (const [location, fields] of Object.entries(packages)) {
    if (!isObject(fields)) continue;
    const { version, link } = fields;
    const name = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
    for (const binary of location === '' ? [] : binariesOf(fields, name)) binaries.add(binary);
    const isOwn = location.split('node_modules/').length <= 2 && location.includes('node_modules/');
    if (isOwn) versions.push([location, link === true ? '' : typeof version === 'string' ? version : '']);
  }
  return { versions: Object.fromEntries(versions), binaries: [...binaries].sort(compareText) };
}

function packagesOf(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && isObject(value['packages']) ? value['packages'] : undefined;
  } catch {
    return undefined;
  }
}
