/** The evidence of a build: what is in it, that it is the same each time, and that others can check its signatures. */
import { execFileSync, spawnSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encode } from '../../compiler/base/encode.ts';
import { ChangedWhileSealing, type SealInput } from '../../compiler/model/seal.ts';
import { payloadType } from '../../compiler/seal/dsse.ts';
import { seal } from '../../compiler/seal/index.ts';
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { digestBytes } from '../../runtime/core/digest.ts';
import { build, failingVerdict, input, keys, membersOf, otherSigner, output, packOf, signerOf } from './fixture.ts';

/** What is signed, as DSSE has it: the type and the payload, each after its length. */
const preAuthEncoding = (payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload]);

const sealed = async (overrides: Partial<SealInput> = {}): Promise<Map<string, Uint8Array>> =>
  new Map((await seal({ ...build, ...overrides })).map(({ path, bytes }) => [path, bytes]));

const json = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes!).toString());

const envelope = (bundle: Uint8Array | undefined) => {
  const { dsseEnvelope } = json(bundle);
  return {
    payload: Buffer.from(dsseEnvelope.payload, 'base64'),
    type: dsseEnvelope.payloadType,
    signature: Buffer.from(dsseEnvelope.signatures[0].sig, 'base64'),
  };
};

const statementNames = ['provenance', 'verdict', 'sbom'];
const bundlePath = (name: string): string => `evidence/${name}.sigstore.json`;

describe('artifacts', () => {
  it('are the manifest, the evidence and the pack', async () => {
    expect([...(await sealed()).keys()]).toEqual(
      [
        'evidence.zip',
        'evidence/public-key.pem',
        'evidence/provenance.sigstore.json',
        'evidence/sbom.sigstore.json',
        'evidence/sbom.spdx.json',
        'evidence/verdict.json',
        'evidence/verdict.sigstore.json',
        'manifest.json',
      ].sort(),
    );
  });

  it('are the same bytes each time, signatures included', async () => {
    expect(await sealed()).toEqual(await sealed());
  });

  it('do not depend on the order of the files', async () => {
    const reversed = { inputs: [...build.inputs].reverse(), outputs: [...build.outputs].reverse() };
    expect(await sealed(reversed)).toEqual(await sealed());
  });

  it('differ by key in the signatures only', async () => {
    const [mine, theirs] = [await sealed(), await sealed({ signer: otherSigner })];
    const different = [...mine].filter(([path, bytes]) => Buffer.compare(bytes, theirs.get(path)!) !== 0);
    expect(different.map(([path]) => path)).toEqual(
      ['evidence.zip', 'evidence/public-key.pem', ...statementNames.map(bundlePath)].sort(),
    );
  });

  it('hold no time but the epoch that SPDX asks for', async () => {
    const times = [...(await sealed()).values()].flatMap((bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      return text.match(/(?:19|20)\d\d-\d\d-\d\dT[\d:]+Z/g) ?? [];
    });
    expect(new Set(times)).toEqual(new Set(['1970-01-01T00:00:00Z']));
  });

  it('take their time from SOURCE_DATE_EPOCH', async () => {
    const files = await sealed({ sourceDateEpoch: 1767225600 });
    expect(json(files.get('evidence/sbom.spdx.json')).creationInfo.created).toBe('2026-01-01T00:00:00Z');
    const { predicate } = json(envelope(files.get(bundlePath('provenance'))).payload);
    expect(predicate.buildDefinition.externalParameters.sourceDateEpoch).toBe(1767225600);
  });

  it('refuse outputs in the place of the evidence', async () => {
    for (const path of ['manifest.json', 'Evidence/x', 'inputs/a', 'evidence.ZIP'])
      await expect(sealed({ outputs: [output(path, '')] })).rejects.toThrow(/kept for the evidence/);
  });

  it('are not made of a file that changed meanwhile', async () => {
    const moved = { ...input('a.yaml', 'a'), bytes: () => encode('b') };
    await expect(sealed({ inputs: [moved] })).rejects.toThrow(ChangedWhileSealing);
    await expect(sealed({ outputs: [{ ...output('plans/a', 'a'), bytes: () => encode('b') }] })).rejects.toThrow(
      /`plans\/a` changed while/,
    );
  });
});

describe('manifest', () => {
  it('satisfies its schema and is canonical', async () => {
    const bytes = (await sealed()).get('manifest.json');
    const schema = JSON.parse(readFileSync(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv().compile(schema);
    expect(validate(json(bytes)), JSON.stringify(validate.errors)).toBe(true);
    expect(Buffer.from(bytes!).toString()).toBe(canonicalJson(json(bytes)));
  });

  it('says what is withheld, and why', async () => {
    const unsafe = { inputs: [input('a\\b.yaml', ''), input('c:/d.yaml', '')] };
    const { inputs, outputs } = json((await sealed()).get('manifest.json'));
    const reasons = (files: { path: string; withheld?: string }[]) =>
      files.filter(({ withheld }) => withheld).map(({ path, withheld }) => [path, withheld]);
    expect(reasons(inputs)).toEqual([['handlers/secret.ts', 'secret']]);
    expect(reasons(outputs)).toEqual([['site/index.html', 'reproducible']]);
    const named = json((await sealed(unsafe)).get('manifest.json'));
    expect(reasons(named.inputs)).toEqual([['a\\b.yaml', 'name']]);
  });

  it('withholds a file once it is a secret anywhere', async () => {
    const twice = [{ ...input('a.ts', 'x'), withheld: true as const }, input('a.ts', 'x')];
    for (const inputs of [twice, [...twice].reverse()])
      expect(json((await sealed({ inputs })).get('manifest.json')).inputs).toMatchObject([{ withheld: 'secret' }]);
  });
});

describe('pack', () => {
  it('holds inputs, plans, reports and evidence, stored, sorted and without a time', async () => {
    const pack = await packOf();
    const names = [...(await membersOf(pack)).keys()];
    expect(names).toEqual([...names].sort());
    expect(names).not.toContain('inputs/handlers/secret.ts');
    expect(names).not.toContain('site/index.html');
    expect(names).toEqual(expect.arrayContaining(['inputs/pipelines/überbau.yaml', 'plans/release.plan.json']));
    expect(Object.keys(unzipSync(pack))).toEqual(names);
    expect(Buffer.from(pack).includes('hunter2')).toBe(false);
  });

  it('is the same in every time zone', async () => {
    const zone = process.env['TZ'];
    const digests = new Set<string>();
    for (const name of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns']) {
      process.env['TZ'] = name;
      digests.add(digestBytes(await packOf()));
    }
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(digests.size).toBe(1);
  });
});

describe('statements', () => {
  it('are about every file, by digest', async () => {
    const files = await sealed();
    const of = (name: string) => json(envelope(files.get(bundlePath(name))).payload);
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    const manifest = json(files.get('manifest.json'));
    const inputs = manifest.inputs.map(({ path }: { path: string }) => `inputs/${path}`);
    const outputs = manifest.outputs.map(({ path }: { path: string }) => path);
    expect(names(of('provenance').subject)).toEqual(['manifest.json', ...outputs]);
    expect(names(of('provenance').predicate.buildDefinition.resolvedDependencies)).toEqual(inputs);
    expect(names(of('verdict').subject)).toEqual(['manifest.json', ...inputs]);
    expect(of('verdict').predicate.verdict.digest.sha256).toBe(digestBytes(files.get('evidence/verdict.json')!));
    expect(of('sbom').predicate).toEqual(json(files.get('evidence/sbom.spdx.json')));
    for (const name of statementNames)
      expect(of(name).subject[0].digest.sha256).toBe(digestBytes(files.get('manifest.json')!));
  });

  it('attest a verdict that fails as it is', async () => {
    const files = await sealed({ verdict: failingVerdict });
    const { predicate } = json(envelope(files.get(bundlePath('verdict'))).payload);
    expect(predicate).toMatchObject({ conforms: false, summary: { severities: { critical: 2 } } });
    expect(predicate).not.toHaveProperty('diagnostics');
    expect(json(files.get('evidence/verdict.json'))).toEqual(failingVerdict);
  });

  it('tell a local key from one that others know', async () => {
    const builder = async (overrides: Partial<SealInput>) =>
      json(envelope((await sealed(overrides)).get(bundlePath('provenance'))).payload).predicate.runDetails.builder.id;
    expect(await builder({})).toMatch(/keyed/);
    expect(await builder({ signer: signerOf(keys, true) })).toMatch(/local/);
  });

  it('carry Ed25519 signatures over the DSSE encoding', async () => {
    const files = await sealed();
    for (const name of statementNames) {
      const { payload, type, signature } = envelope(files.get(bundlePath(name)));
      expect(type).toBe(payloadType);
      expect(verify(null, preAuthEncoding(payload), keys.publicKey, signature)).toBe(true);
    }
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  it.runIf(openssl)('are verified by openssl with the packed key', async () => {
    const files = await sealed();
    const folder = mkdtempSync(join(tmpdir(), 'seal-'));
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('pub.pem'), files.get('evidence/public-key.pem')!);
    for (const name of statementNames) {
      const { payload, signature } = envelope(files.get(bundlePath(name)));
      writeFileSync(at('pae'), preAuthEncoding(payload));
      writeFileSync(at('sig'), signature);
      const args = [
        'pkeyutl',
        '-verify',
        '-pubin',
        '-inkey',
        at('pub.pem'),
        '-rawin',
        '-in',
        at('pae'),
        '-sigfile',
        at('sig'),
      ];
      expect(execFileSync('openssl', args).toString()).toContain('Signature Verified Successfully');
      writeFileSync(at('pae'), preAuthEncoding(Buffer.concat([payload, Buffer.from(' ')])));
      expect(spawnSync('openssl', args).status).toBe(1);
    }
    rmSync(folder, { recursive: true });
  });
});
