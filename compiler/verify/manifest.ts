/** The manifest of a pack, and whether the members are what it says: none missing, none added, each byte the same. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText, plural } from '../base/text.ts';
import type { Manifest, ManifestFile } from '../generated/types/manifest.ts';
import { inputMember, manifestPath, sbomPath, unlistedPaths, verdictPath } from '../seal/layout.ts';
import { hasOnly, isFields, readCanonical } from './json.ts';
import type { Members } from './open.ts';
import type { Problem, StepResult } from './result.ts';

/** A manifest with the digest of its bytes. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly digest: string;
}

export function readManifest(members: Members): StepResult<ReadManifest> {
  const bytes = members.get(manifestPath);
  const fail = (detail: string) => ({ problems: [{ detail, member: manifestPath }] });
  if (!bytes) return fail('the pack has no manifest');
  const value = readCanonical(bytes);
  if (value === undefined) return fail('it is not canonical JSON (RFC 8785)');
  if (!isManifest(value)) return fail('it is not a manifest of version 1');
  const { inputs, outputs } = value;
  if (!isOrdered(inputs) || !isOrdered(outputs)) return fail('its files are not in the order of their paths');
  const detail = `${plural(inputs.length, 'input')} and ${plural(outputs.length, 'output')}`;
  return { value: { manifest: value, digest: digestBytes(bytes) }, detail };
}

function isManifest(value: unknown): value is Manifest {
  if (!isFields(value) || !hasOnly(value, ['manifest', 'tool', 'ruleset', 'inputs', 'outputs'])) return false;
  const { manifest, tool, ruleset, inputs, outputs } = value;
  if (manifest !== 1 || typeof ruleset !== 'string' || !isFields(tool)) return false;
  if (!hasOnly(tool, ['name', 'version']) || tool['name'] !== 'symphonyc' || typeof tool['version'] !== 'string')
    return false;
  return [inputs, outputs].every((files) => Array.isArray(files) && files.every(isFile));
}

const withholdings: readonly unknown[] = [
  'secret',
  'reproducible',
  'name',
  'limit',
] satisfies ManifestFile['withheld'][];

function isFile(value: unknown): value is ManifestFile {
  if (!isFields(value) || !hasOnly(value, ['path', 'digest', 'size'], ['withheld'])) return false;
  const { path, digest, size, withheld } = value;
  if (typeof path !== 'string' || typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) return false;
  return Number.isSafeInteger(size) && Number(size) >= 0 && (withheld === undefined || withholdings.includes(withheld));
}

const isOrdered = (files: readonly ManifestFile[]): boolean =>
  files.every((file, i) => i === 0 || compareText(files[i - 1]!.path, file.path) < 0);

export function checkMembers({ manifest }: ReadManifest, members: Members): StepResult<true> {
  const problems: Problem[] = [];
  const expected = new Set(unlistedPaths);
  const expect = (member: string, file: ManifestFile): void => {
    expected.add(member);
    const problem = compare(file, members.get(member));
    if (problem) problems.push({ detail: problem, member });
  };
  const withheld = [...manifest.inputs, ...manifest.outputs].filter((file) => file.withheld !== undefined);
  for (const file of manifest.inputs) if (!file.withheld) expect(inputMember(file.path), file);
  for (const file of manifest.outputs) if (!file.withheld) expect(file.path, file);
  for (const member of [verdictPath, sbomPath])
    if (!expected.has(member)) problems.push({ detail: 'the manifest does not list it', member });
  for (const member of unlistedPaths) if (!members.has(member)) problems.push({ detail: 'it is missing', member });
  for (const member of members.keys())
    if (!expected.has(member)) problems.push({ detail: 'the manifest does not list it', member });
  if (problems.length > 0) return { problems };
  const rest = withheld.length > 0 ? `; of ${plural(withheld.length, 'more file')} only digests` : '';
  return { value: true, detail: `all as in the manifest${rest}` };
}

function compare(file: ManifestFile, bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return 'it is missing';
  if (bytes.length !== file.size) return `it has ${plural(bytes.length, 'byte')} instead of ${file.size}`;
  return digestBytes(bytes) === file.digest ? undefined : 'its digest is not the one in the manifest';
}
