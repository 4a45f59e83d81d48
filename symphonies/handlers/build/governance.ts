/** What is written down about the build for those who govern it. */
import { type ArtifactManifest, manifestFile } from './artifact-manifest.ts';
import { domainsFile, type OrchestrationDomain } from './catalog.ts';
import { checkWorkspace, type Score, sentenceOf } from './compiler-check.ts';
import type { Call, JsonObject } from './context.ts';
import { readBytes, readJson, sha256, writeJson, writeWhole } from './files.ts';
import { governanceFolder } from './paths.ts';

const authoritiesFile = `${governanceFolder}/domains.json`;

/** Adds to each domain which build made it: by what sources, artifacts and signer it is known. */
export async function enrichDomainAuthorities({ symphony, log }: Call): Promise<JsonObject> {
  const domains = readJson<{ domains: readonly OrchestrationDomain[] }>(domainsFile)?.domains;
  const manifest = readJson<ArtifactManifest>(manifestFile);
  if (!domains || !manifest) throw new Error('there are no domains or no artifacts that anything could be said about');
  const enriched = domains.map((domain) => ({
    ...domain,
    authority: {
      symphony,
      signer: manifest.signer.keyid,
      sources: manifest.packages[domain.package]?.sources ?? null,
      artifacts: manifest.artifacts.filter(({ origin }) => origin === domain.package).length,
    },
  }));
  const orphans = enriched.filter(({ authority }) => authority.artifacts === 0).map(({ id }) => id);
  if (orphans.length > 0) throw new Error(`no artifact of this build belongs to ${orphans.join(', ')}`);
  writeJson(authoritiesFile, { domains: enriched });
  log.info(`${enriched.length} domains have their authority`);
  return { domains: enriched.length, digest: sha256(readBytes(authoritiesFile)) };
}

/** Writes what the compiler says about the workspace and this symphony, and what came out of the build. */
export async function generateGovernanceDocs(call: Call): Promise<JsonObject> {
  const verdict = await checkWorkspace(call);
  const { stdout: outline } = await call.exec(['symphonyc', 'report', call.symphony]);
  const manifest = readJson<ArtifactManifest>(manifestFile)!;
  const findings = verdict.diagnostics.map((one) => `- ${plain(sentenceOf(one))}`);
  const page = [
    '# Governance of the build',
    `The workspace ${verdict.conforms ? 'conforms' : 'does not conform'}.`,
    table(['Dimension', 'Score', 'Band'], verdict.scores.dimensions.map(scoreRow)),
    ...(findings.length > 0 ? ['## Findings', findings.join('\n')] : []),
    outline.trim(),
    '## Artifacts',
    `${manifest.artifacts.length} artifacts, signed by \`${manifest.signer.keyid}\`.`,
    table(['Package', 'Version', 'Sources'], packageRows(manifest)),
  ];
  const path = `${governanceFolder}/README.md`;
  writeWhole(path, `${page.join('\n\n')}\n`);
  call.log.info(`wrote \`${path}\``);
  return { path, digest: sha256(readBytes(path)), conforms: verdict.conforms };
}

const scoreRow = ({ name, raw, band }: Score): string[] => [
  name,
  raw === null ? 'nothing to judge' : raw.toFixed(2),
  band ?? '',
];

const packageRows = ({ packages }: ArtifactManifest): string[][] =>
  Object.entries(packages).map(([name, { version, sources }]) => [name, version, sources.slice(0, 12)]);

/** Text that Markdown takes as text. */
const plain = (text: string): string =>
  text.replace(/[<>&|\\*_[\]]/g, (character) => `\\${character}`).replaceAll('\n', ' ');

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows.map((row) => row.map(plain))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
