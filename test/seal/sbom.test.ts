/** The bill of materials, from lockfiles as npm writes them and as nobody should. */
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { sbomOf } from '../../compiler/seal/sbom.ts';
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { expectCivil, runCli } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';
import { input, lockfile, verdict } from './fixture.ts';

interface Sbom {
  name: string;
  comment?: string;
  documentNamespace: string;
  packages: {
    SPDXID: string;
    name: string;
    versionInfo?: string;
    licenseDeclared: string;
    licenseComments?: string;
    checksums?: { algorithm: string; checksumValue: string }[];
    externalRefs?: { referenceLocator: string }[];
  }[];
  relationships: { spdxElementId: string; relationshipType: string; relatedSpdxElement: string }[];
}

function sbom(files: Readonly<Record<string, string>>): Sbom {
  const inputs = Object.entries(files).map(([path, text]) => input(path, text));
  return JSON.parse(canonicalJson(sbomOf({ inputs, verdict, tool: '0.1.0' })));
}

const locked = (packages: Record<string, unknown>): Sbom =>
  sbom({ 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });

/** Relationships by the names of packages. */
function edges({ packages, relationships }: Sbom): string[] {
  const names = new Map(packages.map(({ SPDXID, name, versionInfo }) => [SPDXID, `${name}@${versionInfo}`]));
  return relationships.map(({ spdxElementId, relationshipType, relatedSpdxElement }) =>
    [names.get(spdxElementId) ?? spdxElementId, relationshipType, names.get(relatedSpdxElement)].join(' '),
  );
}

describe('a lockfile with more dependencies than can be sealed in reasonable time', () => {
  const dense = (packages: number) => {
    const names = Array.from({ length: packages }, (_, i) => `p${i}`);
    const dependencies = Object.fromEntries(names.slice(0, 100).map((name) => [name, '1']));
    const installed = names.map((name) => [`node_modules/${name}`, { version: '1', dependencies }] as const);
    return locked({ '': { dependencies: { p0: '1' } }, ...Object.fromEntries(installed) });
  };
  it('is listed with the dependencies of the workspace alone, and says so', () => {
    const { packages, relationships, comment } = dense(600);
    expect(packages).toHaveLength(601);
    expect(relationships.map(({ relationshipType }) => relationshipType).sort()).toEqual(['DEPENDS_ON', 'DESCRIBES']);
    expect(comment).toContain('package-lock.json has 60001, more than 50000');
  });
  it('is listed with all of them up to there', () => {
    const { relationships, comment } = dense(400);
    expect(relationships).toHaveLength(40_002);
    expect(comment).toBeUndefined();
  });
});

describe('packages', () => {
  it('have name, version, licence, checksum and package URL', () => {
    const { packages, name } = sbom({ 'package-lock.json': lockfile });
    expect(name).toBe('example@1.2.3');
    expect(packages.find(({ name }) => name === 'left')).toMatchObject({
      versionInfo: '1.0.1',
      licenseDeclared: 'ISC',
      downloadLocation: 'NOASSERTION',
      checksums: [{ algorithm: 'SHA512', checksumValue: '07'.repeat(64) }],
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/left@1.0.1' },
      ],
    });
  });

  it('have encoded package URLs', () => {
    const { packages } = locked({
      'node_modules/@scope/name': { version: '1.0.0+build' },
      'node_modules/a\ud800': { version: '1' },
    });
    const urls = packages.flatMap(({ externalRefs = [] }) =>
      externalRefs.map((reference) => reference.referenceLocator),
    );
    expect(urls).toEqual(expect.arrayContaining(['pkg:npm/%40scope/name@1.0.0%2Bbuild', 'pkg:npm/a%EF%BF%BD@1']));
  });

  it.each([
    ['MIT', 'MIT', undefined],
    ['(MIT OR Apache-2.0)', '(MIT OR Apache-2.0)', undefined],
    ['GPL-2.0+ WITH Classpath-exception-2.0', 'GPL-2.0+ WITH Classpath-exception-2.0', undefined],
    ['SEE LICENSE IN LICENSE.md', 'NOASSERTION', 'the package says: SEE LICENSE IN LICENSE.md'],
    ['UNLICENSED', 'NOASSERTION', 'the package says: UNLICENSED'],
    ['LicenseRef-own', 'NOASSERTION', 'the package says: LicenseRef-own'],
    ['MIT OR', 'NOASSERTION', 'the package says: MIT OR'],
    ['(MIT', 'NOASSERTION', 'the package says: (MIT'],
    [{ type: 'ISC' }, 'ISC', undefined],
    [undefined, 'NOASSERTION', undefined],
    [42, 'NOASSERTION', undefined],
  ])('have the licence %j as %s', (license, licenseDeclared, licenseComments) => {
    const found = locked({ 'node_modules/a': { version: '1.0.0', license } }).packages.find(({ name }) => name === 'a');
    expect(found?.licenseDeclared).toBe(licenseDeclared);
    expect(found?.licenseComments).toBe(licenseComments);
  });

  it('have only checksums that are some', () => {
    const of = (integrity: unknown) =>
      locked({ 'node_modules/a': { version: '1.0.0', integrity } }).packages.find(({ name }) => name === 'a')
        ?.checksums;
    const sha1 = Buffer.alloc(20, 1).toString('base64');
    expect(of(`sha1-${sha1}?opt md5-AAAA sha512-AAAA`)).toEqual([
      { algorithm: 'SHA1', checksumValue: '01'.repeat(20) },
    ]);
    for (const nothing of ['', 'sha512-', 'sha999-AAAA', 7, null]) expect(of(nothing)).toBeUndefined();
  });

  it('are listed once for each version, with aliases and workspaces by their own name', () => {
    const { packages } = locked({
      '': { name: 'root', version: '1.0.0', workspaces: ['packages/*'] },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b/node_modules/a': { version: '1.0.0' },
      'node_modules/c/node_modules/a': { version: '2.0.0' },
      'node_modules/alias': { name: '@real/name', version: '3.0.0' },
      'node_modules/tool': { link: true, resolved: 'packages/tool' },
      'packages/tool': { name: '@acme/tool', version: '0.1.0' },
    });
    expect(packages.map(({ name, versionInfo }) => `${name}@${versionInfo}`).sort()).toEqual(
      ['@acme/tool@0.1.0', '@real/name@3.0.0', 'a@1.0.0', 'a@2.0.0', 'root@1.0.0'].sort(),
    );
  });
});

describe('relationships', () => {
  it('follow the resolution of Node', () => {
    const found = edges(
      locked({
        '': { name: 'root', version: '1', dependencies: { a: '*', tool: '*' }, devDependencies: { d: '*' } },
        'node_modules/a': { version: '1', dependencies: { b: '*' }, optionalDependencies: { o: '*', absent: '*' } },
        'node_modules/a/node_modules/b': { version: '2' },
        'node_modules/b': { version: '1', peerDependencies: { a: '*' } },
        'node_modules/d': { version: '1', dependencies: { b: '*' } },
        'node_modules/o': { version: '1' },
        'node_modules/tool': { link: true, resolved: 'packages/tool' },
        'packages/tool': { name: 'tool', version: '9', dependencies: { b: '*' } },
      }),
    );
    expect(found.sort()).toEqual(
      [
        'SPDXRef-DOCUMENT DESCRIBES root@1',
        'root@1 DEPENDS_ON a@1',
        'root@1 DEPENDS_ON tool@9',
        'd@1 DEV_DEPENDENCY_OF root@1',
        'a@1 DEPENDS_ON b@2',
        'o@1 OPTIONAL_DEPENDENCY_OF a@1',
        'b@1 HAS_PREREQUISITE a@1',
        'd@1 DEPENDS_ON b@1',
        'tool@9 DEPENDS_ON b@1',
      ].sort(),
    );
  });
});

describe('the document', () => {
  it('says why it lists no dependencies', () => {
    expect(sbom({}).comment).toBe('No dependencies are listed: there is no package-lock.json.');
    expect(sbom({}).packages).toMatchObject([{ name: 'example' }]);
    for (const text of ['', 'null', '[]', '{'])
      expect(sbom({ 'package-lock.json': text }).comment).toMatch(/not a JSON object/);
    const old = JSON.stringify({ lockfileVersion: 1, dependencies: {} });
    expect(sbom({ 'package-lock.json': old }).comment).toMatch(/npm 7/);
  });

  it('is named by its content', () => {
    const namespace = (version: string) => locked({ '': { name: 'r', version } }).documentNamespace;
    expect(namespace('1.0.0')).toBe(namespace('1.0.0'));
    expect(namespace('1.0.0')).not.toBe(namespace('1.0.1'));
  });

  it('survives a lockfile of the wrong shapes', () => {
    const odd = locked({
      '': { name: 7, version: [], dependencies: ['a'], license: null },
      'node_modules/a': null,
      'node_modules/b': { version: 1, dependencies: { a: '*', __proto__: '*', '../../..': '*' } },
      '/': { version: '1.0.0', dependencies: { x: '*' } },
      'node_modules/': { version: '1.0.0' },
    });
    expect(odd.packages.length).toBeGreaterThan(0);
  });

  it('lists every package of this project', () => {
    const [lock, manifest] = ['package-lock.json', 'package.json'].map((name) =>
      readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'),
    ) as [string, string];
    const made = sbom({ 'package-lock.json': lock, 'package.json': manifest });
    const entries = Object.entries(JSON.parse(lock).packages as Record<string, { version?: string; name?: string }>);
    const expected = new Set(
      entries.map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
    );
    expect(new Set(made.packages.map(({ name, versionInfo }) => `${name}@${versionInfo}`))).toEqual(expected);
    const ids = new Set(made.packages.map(({ SPDXID }) => SPDXID));
    expect(ids.size).toBe(made.packages.length);
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
    for (const { relatedSpdxElement } of made.relationships) expect(ids.has(relatedSpdxElement)).toBe(true);
  });
});

describe('a lockfile', () => {
  /** What a build says about it, and the comment and the packages of the bill. */
  async function built(prepare: (path: string) => void) {
    const root = tempWorkspace(starterFiles);
    prepare(join(root, 'package-lock.json'));
    const result = await runCli(['build'], { cwd: root });
    expectCivil(result);
    expect(result.code).toBe(0);
    const bill = JSON.parse(readFileSync(join(root, 'out/evidence/sbom.spdx.json'), 'utf8')) as Sbom;
    const warnings = result.err.split('\n').filter((line) => line.startsWith('warning'));
    return { warnings, comment: bill.comment, names: bill.packages.map(({ name }) => name) };
  }

  it('may be larger than any definition', async () => {
    const packages = { 'node_modules/left': { version: '1.0.0' }, 'node_modules/x': { description: 'x'.repeat(9e6) } };
    const bill = await built((path) => writeFileSync(path, JSON.stringify({ lockfileVersion: 3, packages })));
    expect(bill).toEqual({ warnings: [], comment: undefined, names: expect.arrayContaining(['left']) });
  });
  it.each<[string, (path: string) => void, string]>([
    [
      'too large',
      (path) => {
        writeFileSync(path, '');
        truncateSync(path, 65 * 1024 * 1024);
      },
      'the file has 65.0 MiB; at most 64 are read',
    ],
    ['a folder', (path) => mkdirSync(path), 'this is a folder, not a file'],
    ['a link out', (path) => symlinkSync('/etc/hostname', path), 'a link in the path leads out of the workspace'],
  ])('that is %s is not left out silently', async (_, prepare, reason) => {
    expect(await built(prepare)).toEqual({
      warnings: [`warning: package-lock.json is left out of the evidence: ${reason}`],
      comment: `No dependencies are listed: package-lock.json cannot be read: ${reason}.`,
      names: ['my-workspace'],
    });
  });
});
