/** Files that only look like packs: a named failure for each, never a crash and never a hang. */
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encode } from '../../compiler/base/encode.ts';
import { encodeZip, isSafeName, maxMembers } from '../../compiler/seal/zip.ts';
import { renderVerify, verifyPack } from '../../compiler/verify/index.ts';
import type { VerifyResult } from '../../compiler/verify/result.ts';
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { changed, packOf, signer, trusted } from './fixture.ts';

const pack = await packOf();
const check = (bytes: Uint8Array): Promise<VerifyResult> => verifyPack(bytes, { trustedKeys: [trusted(signer)] });

const first = async (bytes: Uint8Array): Promise<string> => {
  const result = await check(bytes);
  expect(result).toMatchObject({ ok: false, signer: 'none' });
  const { name, member, detail } = result.checks.find(({ ok }) => !ok)!;
  return [name, ...(member === undefined ? [] : [member]), detail].join(': ');
};

/** The header of the first entry begins at 0; numbers are little-endian. */
function patched(at: number, value: number, size: 2 | 4): Uint8Array {
  const bytes = Buffer.from(pack);
  if (size === 2) bytes.writeUInt16LE(value, at);
  else bytes.writeUInt32LE(value, at);
  return bytes;
}

describe('the archive', () => {
  it.each<[string, () => Uint8Array, RegExp]>([
    ['nothing', () => new Uint8Array(), /the file is empty/],
    ['three bytes', () => encode('PK\u0003'), /not a zip archive/],
    ['text', () => encode('hello, world'), /not a zip archive/],
    ['zeros', () => new Uint8Array(100_000), /not a zip archive/],
    ['the start of a pack', () => pack.subarray(0, 20), /cut off at byte 20/],
    ['half a pack', () => pack.subarray(0, pack.length >> 1), /cut off|does not have/],
    ['a pack without its end', () => pack.subarray(0, pack.length - 1), /from byte \d+ on/],
    ['bytes after the end', () => Buffer.concat([pack, Buffer.from('x')]), /from byte \d+ on/],
    ['bytes before the start', () => Buffer.concat([Buffer.from('x'), pack]), /not a zip archive/],
    ['two packs in a row', () => Buffer.concat([pack, pack]), /from byte \d+ on/],
    ['an encrypted entry', () => patched(6, 1, 2), /evidence\/.*: the entry is encrypted/],
    ['a streamed entry', () => patched(6, 8, 2), /size before its content/],
    ['a compressed entry', () => patched(8, 8, 2), /the entry is compressed/],
    ['a size beyond the file', () => patched(18, 0x7fff_ffff, 4), /claims 2147483647 bytes/],
    ['two different sizes', () => patched(22, 1, 4), /which it does not have/],
    ['an extra field', () => patched(28, 4, 2), /archive: /],
    [
      'another checksum',
      () => patched(14, 0, 4),
      /^archive: evidence\/provenance.sigstore.json: it was changed: its checksum/,
    ],
    ['another time', () => patched(10, 0x1234, 2), /from byte 10 on/],
    ['an empty archive', () => zipSync({}), /manifest.json: the pack has no manifest/],
  ])('is refused: %s', async (_, make, expected) => {
    expect(await first(make())).toMatch(expected);
  });

  it('is refused with a comment, hidden in the middle or at the end', async () => {
    const end = Buffer.from(pack);
    end.writeUInt16LE(5, pack.length - 2);
    expect(await first(Buffer.concat([end, Buffer.from('hello')]))).toMatch(/something was added or edited/);
    const members = { 'a.txt': [encode('a'), { comment: 'hello' }] } as const;
    expect(await first(zipSync({ 'a.txt': [members['a.txt'][0], { ...members['a.txt'][1], level: 0 }] }))).toMatch(
      /something was added or edited/,
    );
  });

  it('is refused when two entries share a name', async () => {
    const one = await encodeZip(new Map([['a.txt', encode('a')]]));
    const local = one.subarray(0, 30 + 5 + 1);
    expect(await first(Buffer.concat([local, one]))).toMatch(/a.txt: two entries have this name/);
  });

  it('is refused when an entry is in no directory of it', async () => {
    const [a, b] = [
      await encodeZip(new Map([['a.txt', encode('a')]])),
      await encodeZip(new Map([['b.txt', encode('b')]])),
    ];
    expect(await first(Buffer.concat([a.subarray(0, 36), b]))).toMatch(/something was added or edited/);
  });

  it('is refused as a bomb before anything is unpacked', async () => {
    const zeros = deflateRawSync(new Uint8Array(10_000_000));
    const bomb = zipSync({ 'manifest.json': [zeros, { level: 9 }] });
    expect(await first(bomb)).toMatch(/the entry is compressed/);
    const oversized = new Uint8Array(512 * 1024 * 1024 + 1);
    expect(await first(oversized)).toMatch(/at most 536870912 are opened/);
  });

  it('is refused with more entries than a zip file can count', async () => {
    const header = Buffer.alloc(30 + 6);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(6, 26);
    const entries = Array.from({ length: maxMembers + 1 }, (_, i) => {
      const entry = Buffer.from(header);
      entry.write(i.toString(36).padStart(6, '0'), 30);
      return entry;
    });
    expect(await first(Buffer.concat(entries))).toMatch(/more than 65535 entries/);
  });
});

describe('a name', () => {
  const unsafe = [
    '../a',
    'a/../../b',
    '/etc/passwd',
    'C:/a',
    'c:a',
    'a\\b',
    'a//b',
    './a',
    'a/.',
    'a/',
    '',
    'a\0b',
    'a\u001b[2Jb',
    'a\u009bb',
    '__proto__',
  ];
  it.each(unsafe)('is refused: %j', async (name) => {
    expect(isSafeName(name)).toBe(false);
    const pair = await encodeZip(
      new Map([
        ['a.txt', encode('a')],
        ['b'.repeat(Buffer.byteLength(name)), encode('b')],
      ]),
    );
    const named = Buffer.from(pair);
    for (let at = named.indexOf('bb'); at >= 0; at = named.indexOf('bb', at)) at += named.write(name, at);
    expect(await first(named)).toMatch(/not safe to extract/);
    expect(renderVerify(await check(named))).not.toMatch(/[\0\u001b\u009b]/);
  });

  it('is refused when it is not UTF-8', async () => {
    const bytes = Buffer.from(await encodeZip(new Map([['aé.txt', encode('a')]])));
    bytes[bytes.indexOf('a', 30) + 1] = 0xff;
    expect(await first(bytes)).toMatch(/entry at byte 0: the name of an entry is not safe/);
  });

  it.each(['inputs/a.yaml', 'inputs/überbau.yaml', 'a/..b/c..', '…', 'inputs/__proto__', '日本/語.yaml'])(
    'is taken: %s',
    (name) => expect(isSafeName(name)).toBe(true),
  );
});

describe('the contents', () => {
  const withMember = (name: string, bytes: Uint8Array): Promise<Uint8Array> =>
    changed(pack, (members) => members.set(name, bytes));
  const deep = (depth: number): Uint8Array => encode('['.repeat(depth) + ']'.repeat(depth));

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no JSON', encode('hello')],
    ['null', encode('null')],
    ['an array', encode('[]')],
    ['a deep array', deep(200_000)],
    ['a duplicate key', encode('{"manifest":1,"manifest":1}')],
    ['a prototype', encode('{"__proto__":{"manifest":1}}')],
    ['bad UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    [
      'files that are none',
      encode(
        canonicalJson({
          inputs: [1],
          manifest: 1,
          outputs: [],
          ruleset: '',
          tool: { name: 'symphonyc', version: '1' },
        }),
      ),
    ],
    [
      'files that are no list',
      encode(
        canonicalJson({
          inputs: { length: 1e9 },
          manifest: 1,
          outputs: [],
          ruleset: '',
          tool: { name: 'symphonyc', version: '1' },
        }),
      ),
    ],
  ])('are refused: %s', async (_, bytes) => {
    expect(await first(await withMember('manifest.json', bytes))).toMatch(/^manifest: manifest.json: it is not/);
    for (const name of ['provenance', 'verdict', 'sbom']) {
      const result = await check(await withMember(`evidence/${name}.sigstore.json`, bytes));
      expect(result.checks.find(({ ok }) => !ok)?.member).toBe(`evidence/${name}.sigstore.json`);
    }
    expect(await first(await withMember('evidence/public-key.pem', bytes))).toMatch(/not an Ed25519 public key/);
    expect(await first(await withMember('evidence/verdict.json', bytes))).toMatch(/evidence\/verdict.json/);
  });

  it('are refused with 300 000 problems as with one', async () => {
    const outputs = Array.from({ length: 300_000 }, (_, i) => ({
      digest: 'ab'.repeat(32),
      path: `x${String(i).padStart(6, '0')}`,
      size: 1,
    }));
    const manifest = { inputs: [], manifest: 1, outputs, ruleset: '', tool: { name: 'symphonyc', version: '1' } };
    const result = await check(await withMember('manifest.json', encode(canonicalJson(manifest))));
    expect(result.checks.filter(({ name }) => name === 'members').length).toBeGreaterThan(300_000);
    const lines = renderVerify(result).split('\n');
    expect(lines).toContain('  FAIL members: x000000: it is missing');
    expect(lines.length).toBeLessThan(40);
  });

  it('are shown without what could steer a terminal, and not all of a thousand problems', async () => {
    const result = await check(
      await changed(pack, (members) => {
        for (let i = 0; i < 1000; i++) members.set(`x\u202e${i}`, encode(''));
      }),
    );
    const text = renderVerify(result);
    expect(text).toContain('x\\u202e0');
    expect(text).not.toContain('\u202e');
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toMatch(/and \d+ more problems/);
  });
});
