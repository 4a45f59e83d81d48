/** A small build to seal, and keys to seal it with. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { encode } from '../../compiler/base/encode.ts';
import type { SealedInput, SealedOutput, SealInput, Signer } from '../../compiler/model/seal.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { seal } from '../../compiler/seal/index.ts';
import { keyIdOf, publicPemOf } from '../../compiler/seal/keys.ts';
import { encodeZip } from '../../compiler/seal/zip.ts';
import { openPack } from '../../compiler/verify/open.ts';
import type { TrustedKey } from '../../compiler/verify/result.ts';
import { digestBytes } from '../../runtime/core/digest.ts';

export function signerOf(pair: { privateKey: KeyObject; publicKey: KeyObject }, local = false): Signer {
  return {
    keyId: keyIdOf(pair.publicKey, local),
    publicKeyPem: publicPemOf(pair.publicKey),
    local,
    sign: (data) => sign(null, data, pair.privateKey),
  };
}

/** The Ed25519 key whose seed is `byte` 32 times, so that tests see the same signatures each time. */
export function keysOf(byte: number): { privateKey: KeyObject; publicKey: KeyObject } {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([prefix, Buffer.alloc(32, byte)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

export const keys = keysOf(1);
export const otherKeys = keysOf(2);
export const signer = signerOf(keys);
export const otherSigner = signerOf(otherKeys);

export const trusted = (
  { publicKeyPem }: Signer,
  source: TrustedKey['source'] = 'store',
  name = 'release.pem',
): TrustedKey => ({ name, source, pem: publicKeyPem });

export const verdict: Verdict = {
  version: 1,
  tool: '0.1.0',
  ruleset: 'ab'.repeat(32),
  workspace: { id: 'example', title: 'Example' },
  conforms: true,
  failOn: 'major',
  summary: {
    severities: { critical: 0, major: 0, minor: 1, info: 0 },
    checks: { made: 12, passed: 11, failed: 1, waived: 0, notEvaluated: 0 },
    documents: { Workspace: 1, Symphony: 1 },
    symphonies: [{ id: 'release', movements: 1, beats: 2 }],
  },
  files: { seen: 2, compiled: 2, skipped: [] },
  scores: {
    overall: 0.9583,
    waived: 0.9583,
    dimensions: [
      {
        name: 'orchestration',
        raw: 0.9583,
        waived: 0.9583,
        band: 'excellent',
        checkedWeight: 24,
        violatedWeight: 1,
        parts: [{ code: 'TEMPO_INVALID', weight: 1, violations: 1, places: [] }],
      },
    ],
    aspects: [],
  },
  rules: [],
  diagnostics: [],
};

export const failingVerdict: Verdict = {
  ...verdict,
  conforms: false,
  summary: { ...verdict.summary, severities: { critical: 2, major: 0, minor: 0, info: 0 } },
};

export const lockfile = JSON.stringify({
  name: 'example',
  lockfileVersion: 3,
  packages: {
    '': { name: 'example', version: '1.2.3', license: 'MIT', dependencies: { left: '^1.0.0' } },
    'node_modules/left': {
      version: '1.0.1',
      license: 'ISC',
      integrity: `sha512-${Buffer.alloc(64, 7).toString('base64')}`,
    },
  },
});

export const input = (path: string, text: string): SealedInput => {
  const bytes = encode(text);
  return { path, digest: digestBytes(bytes), bytes: () => bytes };
};

export const output = (path: string, text: string): SealedOutput => {
  const bytes = encode(text);
  return { path, digest: digestBytes(bytes), size: bytes.length, bytes: () => bytes };
};

export const build: SealInput = {
  tool: '0.1.0',
  inputs: [
    input('symphony.yaml', 'kind: Workspace\n'),
    input('pipelines/überbau.yaml', 'kind: Symphony\n'),
    input('handlers/build.ts', 'export const run = () => 1;\n'),
    input('package.json', '{"name":"example","version":"1.2.3","license":"MIT"}'),
    input('package-lock.json', lockfile),
    { ...input('handlers/secret.ts', 'const token = "hunter2";\n'), withheld: true },
  ],
  outputs: [
    output('plans/release.plan.json', '{"plan":1}\n'),
    output('report/verdict.json', '{}\n'),
    output('site/index.html', '<!doctype html>\n'),
  ],
  verdict,
  signer,
};

export async function packOf(overrides: Partial<SealInput> = {}): Promise<Uint8Array> {
  const artifacts = await seal({ ...build, ...overrides });
  return artifacts.find(({ path }) => path === 'evidence.zip')!.bytes;
}

export async function membersOf(pack: Uint8Array): Promise<Map<string, Uint8Array>> {
  const opened = await openPack(pack);
  if (!('value' in opened)) throw new Error(opened.problems[0]!.detail);
  return new Map(opened.value);
}

/** The pack after `change` had its way with the members, as an archive without fault. */
export async function changed(
  pack: Uint8Array,
  change: (members: Map<string, Uint8Array>) => void,
): Promise<Uint8Array> {
  const members = await membersOf(pack);
  change(members);
  return encodeZip(members);
}

export const flipped = (bytes: Uint8Array, at: number, mask = 1): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at] = copy[at]! ^ mask;
  return copy;
};
