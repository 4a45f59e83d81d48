/** One package in SPDX 2.3, as far as package.json and package-lock.json know it. */
import { digestBytes } from '../../runtime/core/digest.ts';

export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly primaryPackagePurpose?: 'APPLICATION';
  readonly downloadLocation: 'NOASSERTION';
  readonly filesAnalyzed: false;
  readonly licenseConcluded: 'NOASSERTION';
  readonly licenseDeclared: string;
  readonly licenseComments?: string;
  readonly copyrightText: 'NOASSERTION';
  readonly checksums?: readonly SpdxChecksum[];
  readonly externalRefs?: readonly object[];
}

interface SpdxChecksum {
  readonly algorithm: string;
  readonly checksumValue: string;
}

interface PackageFacts {
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
}

/** `downloadLocation` is not asserted: the addresses in a lockfile are of whichever mirror was used, at times with a password. */
export function spdxPackage(facts: PackageFacts): SpdxPackage {
  const { name, version, license, integrity } = facts;
  const checksums = checksumsOf(integrity);
  const expression = license !== undefined && isLicenseExpression(license) ? license : undefined;
  const locator = version && packageUrl(name, version);
  return {
    SPDXID: spdxId(facts),
    name,
    ...(version && { versionInfo: version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: expression ?? 'NOASSERTION',
    ...(license && !expression && { licenseComments: `the package says: ${license}` }),
    copyrightText: 'NOASSERTION',
    ...(checksums.length > 0 && { checksums }),
    ...(locator && {
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator }],
    }),
  };
}

/** Letters, digits, dots and hyphens only; the digest keeps packages apart that look alike without the rest. */
function spdxId({ name, version = '', integrity = '' }: PackageFacts): string {
  const readable = `${name}-${version}`
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  return `SPDXRef-npm-${readable}-${digestBytes(JSON.stringify([name, version, integrity])).slice(0, 12)}`;
}

/** package-url/purl-spec, type npm: the scope is a namespace, and its `@` is encoded. */
function packageUrl(name: string, version: string): string {
  const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  return `pkg:npm/${name.split('/').map(encoded).join('/')}@${encoded(version)}`;
}

const hashLengths: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** Subresource integrity: hashes in base64, separated by white space, each perhaps with options after a `?`. */
function checksumsOf(integrity = ''): SpdxChecksum[] {
  return integrity.split(/\s+/).flatMap((part) => {
    const [, algorithm = '', base64 = ''] = /^([a-z0-9]+)-([A-Za-z0-9+/]+=*)(?:\?.*)?$/.exec(part) ?? [];
    const hash = Buffer.from(base64, 'base64');
    if (hash.length === 0 || hash.length !== hashLengths[algorithm]) return [];
    return [{ algorithm: algorithm.toUpperCase(), checksumValue: hash.toString('hex') }];
  });
}

/** The form of SPDX license expressions, without those that point at texts the document would have to hold. */
function isLicenseExpression(text: string): boolean {
  if (text.length > 300 || /UNLICENSED|LicenseRef-|DocumentRef-/.test(text)) return false;
  const words = text.replace(/[()]/g, ' ').trim().split(/ +/);
  const alternates = words.every((word, i) =>
    i % 2 === 0 ? /^[A-Za-z0-9][A-Za-z0-9.-]*\+?$/.test(word) : /^(AND|OR|WITH)$/.test(word),
  );
  return alternates && words.length % 2 === 1 && isBalanced(text);
}

function isBalanced(text: string): boolean {
  let open = 0;
  for (const char of text) {
    if (char === '(') open++;
    if (char === ')' && --open < 0) return false;
  }
  return open === 0;
}
