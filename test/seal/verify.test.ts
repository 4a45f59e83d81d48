/** A pack is accepted as sealed, and rejected after any change at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../compiler/base/encode.ts';
import type { Signer } from '../../compiler/model/seal.ts';
import { bundleBytes, signStatement } from '../../compiler/seal/dsse.ts';
import { encodeZip } from '../../compiler/seal/zip.ts';
import { renderVerify, verifyPack } from '../../compiler/verify/index.ts';
import type { VerifyResult } from '../../compiler/verify/result.ts';
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { digestBytes } from '../../runtime/core/digest.ts';
import {
  changed,
  failingVerdict,
  flipped,
  keys,
  membersOf,
  otherSigner,
  packOf,
  signer,
  signerOf,
  trusted,
} from './fixture.ts';

const pack = await packOf();
const names = [...(await membersOf(pack)).keys()];
const trustedKeys = [trusted(otherSigner, 'store', 'other.pem'), trusted(signer)];

const check = (bytes: Uint8Array): Promise<VerifyResult> => verifyPack(bytes, { trustedKeys });
const failures = ({ checks }: VerifyResult): string[] =>
  checks.filter(({ ok }) => !ok).map(({ name, member }) => (member ? `${name}: ${member}` : name));

const bundle = (name: string): string => `evidence/${name}.sigstore.json`;

const readJson = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes!).toString());
const canonical = (value: unknown): Uint8Array => encode(canonicalJson(value));

describe('a pack as sealed', () => {
  it('is accepted, with its verdict', async () => {
    const result = await check(pack);
    expect(failures(result)).toEqual([]);
    expect(result).toMatchObject({ ok: true, signer: 'trusted', local: false, trustedBy: { name: 'release.pem' } });
    expect(result.verdict).toMatchObject({ workspace: 'example', conforms: true, overall: 0.9583 });
    expect(renderVerify(result)).toMatchInlineSnapshot(`
      "evidence pack: intact, signed by a trusted key
        ok   archive: 14 members
        ok   manifest: 6 inputs and 5 outputs
        ok   members: all as in the manifest; of 2 more files only digests
        ok   statements: 3 statements
        ok   signatures: all by key-fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2
        ok   trust: key-fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2 is trusted: release.pem
        verdict: example conforms (fails on major): 0 critical, 0 major, 1 minor, 0 info; score 0.9583
      "
    `);
  });

  it('is accepted when the build does not conform, which is said', async () => {
    const result = await check(await packOf({ verdict: failingVerdict }));
    expect(result).toMatchObject({ ok: true, verdict: { conforms: false } });
    expect(renderVerify(result)).toContain('example does not conform (fails on major): 2 critical');
  });

  it('is accepted without inputs and outputs', async () => {
    expect(await check(await packOf({ inputs: [], outputs: [] }))).toMatchObject({ ok: true });
  });
});

describe('the signer', () => {
  it('is unknown without a trusted key, although the pack is intact', async () => {
    const result = await verifyPack(pack, { trustedKeys: [trusted(otherSigner)] });
    expect(result).toMatchObject({ ok: false, signer: 'unknown' });
    expect(failures(result)).toEqual(['trust']);
    expect(renderVerify(result)).toContain('intact, signer unknown');
  });

  it('must be the key that is asked for, whatever the store holds', async () => {
    const result = await verifyPack(pack, {
      trustedKeys: [trusted(signer), trusted(otherSigner, 'option', 'acme.pem')],
    });
    expect(result).toMatchObject({ ok: false, signer: 'other' });
    expect(renderVerify(result)).toContain(`signed by ${signer.keyId}, not by ${otherSigner.keyId} (acme.pem)`);
    expect(await verifyPack(pack, { trustedKeys: [trusted(signer, 'option')] })).toMatchObject({ ok: true });
  });

  it('may be local, which is said', async () => {
    const local = signerOf(keys, true);
    const result = await check(await packOf({ signer: local }));
    expect(result).toMatchObject({ ok: true, local: true, keyId: local.keyId });
    expect(local.keyId).toMatch(/^local-[0-9a-f]{16}$/);
    expect(renderVerify(result)).toContain('signed by a local key, trusted on this machine only');
  });

  it('cannot be called another name', async () => {
    const relabelled = { ...signer, keyId: signerOf(keys, true).keyId };
    for (const liar of [relabelled, { ...signerOf(keys, true), keyId: signer.keyId }]) {
      const result = await check(await packOf({ signer: liar }));
      expect(failures(result)).toContain(`signatures: ${bundle('verdict')}`);
      expect(result.signer).toBe('none');
    }
  });
});

describe('a member', () => {
  it.each(names)('%s cannot be changed', async (name) => {
    const length = (await membersOf(pack)).get(name)!.length;
    for (const at of [0, length >> 1, length - 1]) {
      const result = await check(
        await changed(pack, (members) => members.set(name, flipped(members.get(name)!, at, 0x20))),
      );
      expect(result.ok).toBe(false);
      expect(result.signer).toBe('none');
      expect(failures(result).join()).toMatch(/evidence|manifest|plans|report|inputs/);
    }
  });

  it.each(names)('%s cannot be removed', async (name) => {
    const result = await check(await changed(pack, (members) => void members.delete(name)));
    expect(result.ok).toBe(false);
    expect(failures(result).some((failure) => failure.endsWith(name))).toBe(true);
  });

  it.each(names)('%s cannot be emptied or made longer', async (name) => {
    for (const change of [() => new Uint8Array(), (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from('\n')])]) {
      const result = await check(await changed(pack, (members) => members.set(name, change(members.get(name)!))));
      expect(result.ok).toBe(false);
      expect(failures(result).some((failure) => failure.endsWith(name))).toBe(true);
    }
  });

  it.each(['extra.txt', 'inputs/extra.yaml', 'evidence/extra.json', 'site/index.html'])(
    '%s cannot be added',
    async (name) => {
      const result = await check(await changed(pack, (members) => members.set(name, encode('x'))));
      expect(failures(result)).toContain(`members: ${name}`);
    },
  );

  it('cannot be preceded by a byte order mark', async () => {
    for (const name of names) {
      const marked = await changed(pack, (members) =>
        members.set(name, Buffer.concat([Buffer.from('\ufeff'), members.get(name)!])),
      );
      expect((await check(marked)).ok).toBe(false);
    }
  });
});

describe('a signature', () => {
  it('cannot be swapped between statements', async () => {
    const swapped = await changed(pack, (members) => {
      const [a, b] = [readJson(members.get(bundle('verdict'))), readJson(members.get(bundle('sbom')))];
      [a.dsseEnvelope.signatures, b.dsseEnvelope.signatures] = [b.dsseEnvelope.signatures, a.dsseEnvelope.signatures];
      members.set(bundle('verdict'), canonical(a)).set(bundle('sbom'), canonical(b));
    });
    expect(failures(await check(swapped))).toEqual([
      `signatures: ${bundle('verdict')}`,
      `signatures: ${bundle('sbom')}`,
      'trust',
    ]);
  });

  it('cannot be taken from another statement as a whole', async () => {
    const swapped = await changed(pack, (members) => members.set(bundle('verdict'), members.get(bundle('sbom'))!));
    expect(failures(await check(swapped))).toContain(`statements: ${bundle('verdict')}`);
  });

  it('cannot come from another key, trusted or not', async () => {
    const theirs = await membersOf(await packOf({ signer: otherSigner }));
    const one = await changed(pack, (members) => members.set(bundle('sbom'), theirs.get(bundle('sbom'))!));
    expect(failures(await check(one))).toContain(`signatures: ${bundle('sbom')}`);
    const key = 'evidence/public-key.pem';
    const presented = await changed(pack, (members) => members.set(key, theirs.get(key)!));
    expect(failures(await check(presented))).toContain(`signatures: ${bundle('provenance')}`);
  });

  it('covers everything in a bundle', async () => {
    const edits: ((value: ReturnType<typeof readJson>) => void)[] = [
      (value) => (value.mediaType = value.mediaType.replace('v0.3', 'v0.2')),
      (value) => (value.dsseEnvelope.payloadType = 'text/plain'),
      (value) => (value.dsseEnvelope.signatures[0].keyid = otherSigner.keyId),
      (value) => (value.verificationMaterial.publicKey.hint = otherSigner.keyId),
      (value) =>
        (value.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] }),
      (value) => (value.verificationMaterial = { certificate: { rawBytes: 'AAAA' } }),
      (value) => (value.verificationMaterial.tlogEntries = [{ logIndex: '1' }]),
      (value) => (value.note = 'hello'),
      (value) => value.dsseEnvelope.signatures.push(value.dsseEnvelope.signatures[0]),
      (value) => (value.dsseEnvelope.signatures = []),
      (value) => (value.messageSignature = { signature: 'AAAA' }),
    ];
    for (const edit of edits) {
      const edited = await changed(pack, (members) => {
        const value = readJson(members.get(bundle('verdict')));
        edit(value);
        members.set(bundle('verdict'), canonical(value));
      });
      expect(failures(await check(edited)).join(), String(edit)).toContain(bundle('verdict'));
    }
  });
});

/** Makes the manifest agree with the members again, which needs no key. */
function mendManifest(members: Map<string, Uint8Array>): void {
  const manifest = readJson(members.get('manifest.json'));
  for (const file of [...manifest.inputs, ...manifest.outputs]) {
    const bytes = members.get(file.path) ?? members.get(`inputs/${file.path}`);
    if (bytes) Object.assign(file, { digest: digestBytes(bytes), size: bytes.length });
  }
  members.set('manifest.json', canonical(manifest));
}

/** Changes the payloads of all statements, which then lack a valid signature; or have one by `by`. */
async function editStatements(
  members: Map<string, Uint8Array>,
  edit: (statement: ReturnType<typeof readJson>) => void,
  by?: Signer,
): Promise<void> {
  for (const name of ['provenance', 'verdict', 'sbom']) {
    const { dsseEnvelope } = readJson(members.get(bundle(name)));
    const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString());
    edit(statement);
    const old = Buffer.from(dsseEnvelope.signatures[0].sig, 'base64');
    const bytes = by ? await signStatement(statement, by) : await bundleBytes(canonical(statement), old, signer.keyId);
    members.set(bundle(name), bytes);
  }
}

describe('an edited verdict', () => {
  const forged = async (): Promise<Map<string, Uint8Array>> => {
    const members = await membersOf(await packOf({ verdict: failingVerdict }));
    members.set('evidence/verdict.json', canonical({ ...failingVerdict, conforms: true }));
    mendManifest(members);
    return members;
  };
  const forgeStatement = (members: Map<string, Uint8Array>) => (statement: ReturnType<typeof readJson>) => {
    for (const subject of statement.subject) {
      const bytes = members.get(subject.name);
      if (bytes) subject.digest.sha256 = digestBytes(bytes);
    }
    if (!statement.predicateType.includes('conformity')) return;
    statement.predicate.conforms = true;
    statement.predicate.verdict.digest.sha256 = digestBytes(members.get('evidence/verdict.json')!);
  };

  it('does not fit the statements', async () => {
    const result = await check(await encodeZip(await forged()));
    expect(failures(result)).toContain(`statements: ${bundle('verdict')}`);
  });

  it('does not fit the signatures when the statements are edited too', async () => {
    const members = await forged();
    await editStatements(members, forgeStatement(members));
    expect(failures(await check(await encodeZip(members)))).toContain(`signatures: ${bundle('verdict')}`);
  });

  it('is the work of an unknown signer when everything is signed again', async () => {
    const members = await forged();
    await editStatements(members, forgeStatement(members), otherSigner);
    members.set('evidence/public-key.pem', encode(otherSigner.publicKeyPem));
    const result = await verifyPack(await encodeZip(members), { trustedKeys: [trusted(signer)] });
    expect(failures(result)).toEqual(['trust']);
    expect(result.signer).toBe('unknown');
  });

  it('must be repeated by its statement even when a trusted key signed', async () => {
    const members = await membersOf(pack);
    await editStatements(members, (statement) => (statement.predicate.conforms = false), signer);
    expect(failures(await check(await encodeZip(members)))).toContain(`statements: ${bundle('verdict')}`);
  });

  it('must be about the inputs in the manifest', async () => {
    const members = await membersOf(pack);
    await editStatements(
      members,
      (statement) => void statement.predicate.buildDefinition?.resolvedDependencies.pop(),
      signer,
    );
    expect(failures(await check(await encodeZip(members)))).toContain(`statements: ${bundle('provenance')}`);
  });
});

describe('chance', () => {
  const anyFlip = fc.record({ at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) });

  it('never makes an accepted pack by changing a byte of the archive', async () => {
    await fc.assert(
      fc.asyncProperty(anyFlip, async ({ at, mask }) => !(await check(flipped(pack, at % pack.length, mask))).ok),
      { numRuns: 1500 },
    );
  });

  it('never makes an accepted pack by changing a byte of a member', async () => {
    const member = fc.constantFrom(...names);
    await fc.assert(
      fc.asyncProperty(member, anyFlip, async (name, { at, mask }) => {
        const other = await changed(pack, (members) => {
          const bytes = members.get(name)!;
          members.set(name, flipped(bytes, at % bytes.length, mask));
        });
        return !(await check(other)).ok;
      }),
      { numRuns: 1500 },
    );
  });

  it('never makes an accepted pack by cutting or inserting', async () => {
    const piece = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(), piece, async (at, inserted) => {
        const cut = at % pack.length;
        const longer = Buffer.concat([pack.subarray(0, cut), inserted, pack.subarray(cut)]);
        return !(await check(pack.subarray(0, cut))).ok && !(await check(longer)).ok;
      }),
      { numRuns: 300 },
    );
  });
});
