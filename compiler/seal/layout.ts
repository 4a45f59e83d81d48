/** Where the parts of the evidence lie, in the output folder as in the pack. */

export const manifestPath = 'manifest.json';
export const packPath = 'evidence.zip';
/** The one place where the verdict is attested; the same as canonical JSON whichever reports are written. */
export const verdictPath = 'evidence/verdict.json';
export const sbomPath = 'evidence/sbom.spdx.json';
/** Says whose signatures these claim to be, so that anybody can check integrity. Never a reason for trust. */
export const publicKeyPath = 'evidence/public-key.pem';

export const bundlePaths = {
  provenance: 'evidence/provenance.sigstore.json',
  verdict: 'evidence/verdict.sigstore.json',
  sbom: 'evidence/sbom.sigstore.json',
} as const;
export type StatementName = keyof typeof bundlePaths;

/** The members that the manifest does not list. */
export const unlistedPaths: readonly string[] = [manifestPath, publicKeyPath, ...Object.values(bundlePaths)];

/** The name of an input as a member of the pack and as a subject of statements. */
export const inputMember = (path: string): string => `inputs/${path}`;

/** True for paths that no target may write, whatever their case. */
export const isReserved = (path: string): boolean => {
  const folded = path.toLowerCase();
  return /^(evidence|inputs)(\/|$)/.test(folded) || folded === manifestPath || folded === packPath;
};

/**
 * The outputs that go into the pack in full: plans, since the runtime acts on them, and reports, since they show the
 * verdict to people. The dashboard, types, scripts and packages are many and large, and the packed inputs give the same
 * bytes again; their digests in the manifest are enough to recognise them.
 */
export const packsOutput = (path: string): boolean => path.startsWith('plans/') || path.startsWith('report/');
