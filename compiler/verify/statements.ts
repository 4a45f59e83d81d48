/** The three statements: each in its envelope, about the files of this pack, and saying what these say. */

import type { Bundle } from '@sigstore/bundle';
import { bundleFromJSON } from '@sigstore/bundle';
import { digestBytes } from '../../runtime/core/digest.ts';
import { plural } from '../base/text.ts';
import type { Verdict } from '../model/verdict.ts';
import { bundleBytes, payloadType } from '../seal/dsse.ts';
import { bundlePaths, type StatementName, sbomPath, verdictPath } from '../seal/layout.ts';
import {
  builderIds,
  buildType,
  inputResources,
  predicateTypes,
  statementType,
  subjectsOf,
  verdictPredicate,
} from '../seal/statements.ts';
import { type Fields, hasOnly, isFields, readCanonical, sameJson } from './json.ts';
import type { ReadManifest } from './manifest.ts';
import type { Members } from './open.ts';
import type { Problem, StepResult } from './result.ts';
import { readVerdict } from './verdict.ts';

interface SignedStatement {
  readonly member: string;
  readonly bundle: Bundle;
  readonly hint: string;
  readonly predicate: Fields;
}

export interface Statements {
  readonly signed: readonly SignedStatement[];
  readonly verdict: Verdict;
  /** As the signed provenance says. */
  readonly local: boolean;
}

export async function checkStatements(read: ReadManifest, members: Members): Promise<StepResult<Statements>> {
  const problems: Problem[] = [];
  const found = new Map<StatementName, SignedStatement>();
  for (const name of Object.keys(bundlePaths) as StatementName[]) {
    const result = await readStatement(name, read, members);
    if (typeof result === 'string') problems.push({ detail: result, member: bundlePaths[name] });
    else found.set(name, result);
  }
  const verdict = readVerdict(members.get(verdictPath));
  if (!verdict) problems.push({ detail: 'it is not a verdict of version 1 as canonical JSON', member: verdictPath });
  if (problems.length > 0 || !verdict) return { problems };

  const { predicate } = found.get('provenance')!;
  const disagreements: readonly (string | undefined)[] = [
    checkProvenance(predicate, read, verdict),
    checkVerdict(found.get('verdict')!.predicate, read, verdict, members),
    sameJson(found.get('sbom')!.predicate, readCanonical(members.get(sbomPath)!))
      ? undefined
      : `it says something else than ${sbomPath}`,
  ];
  const wrong = Object.values(bundlePaths).flatMap((member, i) => {
    const detail = disagreements[i];
    return detail === undefined ? [] : [{ detail, member }];
  });
  if (wrong.length > 0) return { problems: wrong };
  const local = builderOf(predicate) === builderIds.local;
  return { value: { signed: [...found.values()], verdict, local }, detail: plural(found.size, 'statement') };
}

/** The statement in a bundle; else what is wrong. */
async function readStatement(
  name: StatementName,
  { manifest, digest }: ReadManifest,
  members: Members,
): Promise<SignedStatement | string> {
  const member = bundlePaths[name];
  const opened = await openBundle(members.get(member));
  if (typeof opened === 'string') return opened;
  const value = readCanonical(opened.payload);
  if (!isFields(value) || !hasOnly(value, ['_type', 'subject', 'predicateType', 'predicate']))
    return 'its payload is not an in-toto statement as canonical JSON';
  if (value['_type'] !== statementType) return `its payload is not of the type ${statementType}`;
  if (value['predicateType'] !== predicateTypes[name])
    return `its predicate is not of the type ${predicateTypes[name]}`;
  if (!sameJson(value['subject'], subjectsOf(name, manifest, digest)))
    return 'its subjects are not the files of this pack with their digests';
  const { predicate } = value;
  return isFields(predicate) ? { member, ...opened, predicate } : 'its predicate is not an object';
}

type OpenedBundle = { readonly bundle: Bundle; readonly payload: Uint8Array; readonly hint: string };

/** Nothing around a payload is signed. So it must be just what the payload, the signature and the key hint give again. */
async function openBundle(bytes: Uint8Array | undefined): Promise<OpenedBundle | string> {
  const bundle = bytes && (await parseBundle(bytes));
  if (!bundle) return 'it is not a Sigstore bundle as canonical JSON';
  const { content, verificationMaterial } = bundle;
  if (content.$case !== 'dsseEnvelope') return 'it is not a DSSE envelope';
  if (verificationMaterial.content.$case !== 'publicKey') return 'it is not signed with a plain key';
  const { hint } = verificationMaterial.content.publicKey;
  const { payload, signatures } = content.dsseEnvelope;
  if (content.dsseEnvelope.payloadType !== payloadType) return `its payload is not of the type ${payloadType}`;
  const again = await bundleBytes(payload, signatures[0]!.sig, hint);
  return Buffer.compare(again, bytes) === 0
    ? { bundle, payload, hint }
    : 'it holds more than a statement, a signature and a key hint';
}

async function parseBundle(bytes: Uint8Array): Promise<Bundle | undefined> {
  try {
    return bundleFromJSON(readCanonical(bytes));
  } catch {
    return undefined;
  }
}

function builderOf(predicate: Fields): unknown {
  const details = predicate['runDetails'];
  const builder = isFields(details) ? details['builder'] : undefined;
  return isFields(builder) ? builder['id'] : undefined;
}

function checkProvenance(predicate: Fields, { manifest }: ReadManifest, verdict: Verdict): string | undefined {
  const definition = predicate['buildDefinition'];
  if (!isFields(definition) || definition['buildType'] !== buildType)
    return `it is not about a build of the type ${buildType}`;
  if (!sameJson(definition['resolvedDependencies'], inputResources(manifest)))
    return 'its dependencies are not the inputs in the manifest';
  const parameters = definition['externalParameters'];
  if (
    !isFields(parameters) ||
    parameters['workspace'] !== verdict.workspace.id ||
    parameters['failOn'] !== verdict.failOn
  )
    return 'its parameters are not those of the verdict';
  const builders: readonly unknown[] = Object.values(builderIds);
  return builders.includes(builderOf(predicate)) ? undefined : 'its builder is not known';
}

function checkVerdict(
  predicate: Fields,
  { manifest }: ReadManifest,
  verdict: Verdict,
  members: Members,
): string | undefined {
  if (verdict.ruleset !== manifest.ruleset) return 'the verdict was reached by other rules than the manifest says';
  const expected = verdictPredicate(verdict, digestBytes(members.get(verdictPath)!));
  return sameJson(predicate, expected) ? undefined : `it says something else than ${verdictPath}`;
}
