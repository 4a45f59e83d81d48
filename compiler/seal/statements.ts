/** What is attested: three in-toto statements (version 1) about one build. The identifiers are names, nothing is fetched. */
import type { Manifest } from '../generated/types/manifest.ts';
import type { SealInput } from '../model/seal.ts';
import type { Score, Verdict } from '../model/verdict.ts';
import { inputMember, manifestPath, type StatementName, verdictPath } from './layout.ts';

export const statementType = 'https://in-toto.io/Statement/v1';
export const predicateTypes: Readonly<Record<StatementName, string>> = {
  provenance: 'https://slsa.dev/provenance/v1',
  verdict: 'https://symphonyc.dev/conformity/v1',
  sbom: 'https://spdx.dev/Document',
};
export const buildType = 'https://symphonyc.dev/build/v1';
/** Who vouches for the build: whoever holds a known key, or only the machine it ran on. */
export const builderIds = {
  keyed: 'https://symphonyc.dev/builder/keyed/v1',
  local: 'https://symphonyc.dev/builder/local/v1',
} as const;

/** A file and its digest, as in-toto writes it. */
interface ResourceDescriptor {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

export interface Statement {
  readonly _type: typeof statementType;
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: string;
  readonly predicate: object;
}

const resource = (name: string, sha256: string): ResourceDescriptor => ({ name, digest: { sha256 } });

export const inputResources = ({ inputs }: Manifest): ResourceDescriptor[] =>
  inputs.map(({ path, digest }) => resource(inputMember(path), digest));

/** What each statement is about. All name the manifest, and through it every file. */
export function subjectsOf(name: StatementName, manifest: Manifest, manifestDigest: string): ResourceDescriptor[] {
  const own = resource(manifestPath, manifestDigest);
  if (name === 'provenance') return [own, ...manifest.outputs.map(({ path, digest }) => resource(path, digest))];
  return name === 'verdict' ? [own, ...inputResources(manifest)] : [own];
}

export const statement = (
  name: StatementName,
  manifest: Manifest,
  manifestDigest: string,
  predicate: object,
): Statement => ({
  _type: statementType,
  subject: subjectsOf(name, manifest, manifestDigest),
  predicateType: predicateTypes[name],
  predicate,
});

/** SLSA provenance, version 1. It claims no time: `SOURCE_DATE_EPOCH` is a parameter, not an observation. */
export function provenancePredicate(
  { tool, verdict, sourceDateEpoch, signer }: Pick<SealInput, 'tool' | 'verdict' | 'sourceDateEpoch' | 'signer'>,
  manifest: Manifest,
): object {
  const { workspace, failOn, asOf } = verdict;
  return {
    buildDefinition: {
      buildType,
      externalParameters: { workspace: workspace.id, failOn, asOf, sourceDateEpoch },
      internalParameters: { ruleset: verdict.ruleset },
      resolvedDependencies: inputResources(manifest),
    },
    runDetails: {
      builder: { id: signer.local ? builderIds.local : builderIds.keyed, version: { symphonyc: tool } },
    },
  };
}

/** The verdict without its diagnostics: what a policy would look at, bound to the full verdict by digest. */
export function verdictPredicate(verdict: Verdict, verdictDigest: string): object {
  const { tool, ruleset, workspace, conforms, failOn, asOf, summary, scores } = verdict;
  const brief = ({ name, raw, waived, band, goal }: Score) => ({ name, raw, waived, band, goal });
  return {
    verdict: resource(verdictPath, verdictDigest),
    tool,
    ruleset,
    workspace,
    conforms,
    failOn,
    asOf,
    summary,
    scores: {
      overall: scores.overall,
      dimensions: scores.dimensions.map(brief),
      aspects: scores.aspects.map(brief),
    },
  };
}
