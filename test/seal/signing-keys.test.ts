/** Where keys come from: the environment, else this machine; and what is said when neither will do. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { encode } from '../../compiler/base/encode.ts';
import type { CliContext } from '../../compiler/cli/define.ts';
import { openSigner } from '../../compiler/cli/signing-keys.ts';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { readPublicKeyFile, readTrustStore } from '../../compiler/cli/trusted-keys.ts';
import { isUsageError } from '../../compiler/cli/usage-error.ts';
import { type Host, HostError } from '../../compiler/host/host.ts';
import { memoryHost } from '../../compiler/host/memory.ts';
import { nodeHost } from '../../compiler/host/node.ts';
import { readPublicKey } from '../../compiler/seal/keys.ts';
import { verifyPack } from '../../compiler/verify/index.ts';
import { runCli } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';
import { keys, packOf, signer } from './fixture.ts';

const pemOf = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }));
const mine = pemOf(keys.privateKey);
const folder = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const withEnvironment = (environment: Readonly<Record<string, string | undefined>>, base: Host = nodeHost): Host => ({
  ...base,
  env: (name) => environment[name],
});

const contextOf = (host: Host, err: (text: string) => void): CliContext => ({
  host,
  cwd: '/',
  out: () => {},
  err,
  terminal: false,
  color: false,
  onInterrupt: () => () => undefined,
});

const signerOf = async (host: Host) => {
  let said = '';
  const signer = await openSigner(contextOf(host, (text) => (said += text)));
  return { signer, created: /^made a signing key for this machine: (.*)\n$/.exec(said)?.[1] };
};

const problemOf = async (host: Host): Promise<string> => {
  const error: unknown = await signerOf(host).catch((thrown: unknown) => thrown);
  if (!isUsageError(error)) throw new Error('there is no problem', { cause: error });
  return `${error.message}; ${error.help}`;
};

describe('a key in the environment', () => {
  it('signs, from a variable or a file', async () => {
    const file = join(folder, 'ci.pem');
    writeFileSync(file, mine, { mode: 0o600 });
    for (const environment of [{ SYMPHONYC_SIGNING_KEY: mine }, { SYMPHONYC_SIGNING_KEY_FILE: file }]) {
      const { signer: found, created } = await signerOf(withEnvironment(environment));
      expect(found).toMatchObject({ keyId: signer.keyId, publicKeyPem: signer.publicKeyPem, local: false });
      expect(found.keyId).toMatch(/^key-[0-9a-f]{64}$/);
      expect(verify(null, encode('x'), keys.publicKey, found.sign(encode('x')))).toBe(true);
      expect(created).toBeUndefined();
    }
  });

  it.each<[string, string, RegExp]>([
    ['empty', '', /`SYMPHONYC_SIGNING_KEY` is empty/],
    ['not PEM', 'hello', /not a private key in PEM with real line breaks/],
    ['with written line breaks', mine.replaceAll('\n', '\\n'), /real line breaks/],
    ['public', signer.publicKeyPem, /not a private key/],
    ['RSA', pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey), /type `rsa`.*Ed25519/],
    ['ECDSA', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), /type `ec`/],
    ['Ed448', pemOf(generateKeyPairSync('ed448').privateKey), /type `ed448`/],
    [
      'protected',
      String(keys.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })),
      /passphrase/,
    ],
  ])('is refused when it is %s', async (_, pem, expected) => {
    const problem = await problemOf(withEnvironment({ SYMPHONYC_SIGNING_KEY: pem }));
    expect(problem).toMatch(expected);
    expect(problem).not.toContain('PRIVATE KEY');
  });

  it('is refused when it is given twice', async () => {
    const both = { SYMPHONYC_SIGNING_KEY: mine, SYMPHONYC_SIGNING_KEY_FILE: '/x' };
    expect(await problemOf(withEnvironment(both))).toMatch(/both set; keep one/);
  });

  it('is refused when it is given twice by a build that has nothing to do, too', async () => {
    const file = join(folder, 'twice.pem');
    writeFileSync(file, mine, { mode: 0o600 });
    const root = tempWorkspace(starterFiles);
    const config = { SYMPHONYC_CONFIG_HOME: join(folder, 'twice') };
    const build = (more: Readonly<Record<string, string | undefined>>) =>
      runCli(['build'], { cwd: root, host: withEnvironment({ ...config, ...more }) });
    for (const one of [{ SYMPHONYC_SIGNING_KEY: mine }, { SYMPHONYC_SIGNING_KEY_FILE: file }]) {
      expect((await build(one)).code).toBe(0);
      const { code, err } = await build({ SYMPHONYC_SIGNING_KEY: mine, SYMPHONYC_SIGNING_KEY_FILE: file });
      expect({ code, err }).toEqual({
        code: 2,
        err: expect.stringMatching(/are both set\n {2}help: keep one of them/),
      });
      expect((await build(one)).code).toBe(0);
    }
  });

  it('is refused from a file that cannot be read, is too large, or is none', async () => {
    const large = join(folder, 'large.pem');
    writeFileSync(large, 'x'.repeat(100_000), { mode: 0o600 });
    const of = (file: string) => problemOf(withEnvironment({ SYMPHONYC_SIGNING_KEY_FILE: file }));
    expect(await of(join(folder, 'absent.pem'))).toMatch(/absent.pem` cannot be read: it does not exist/);
    expect(await of(large)).toMatch(/not a file that could hold a key/);
    expect(await of(folder)).toMatch(/could hold a key|every user/);
  });

  it.runIf(process.platform !== 'win32')('is refused from a file that everybody can read', async () => {
    const file = join(folder, 'open.pem');
    writeFileSync(file, mine);
    const of = (mode: number) => {
      chmodSync(file, mode);
      return withEnvironment({ SYMPHONYC_SIGNING_KEY_FILE: file });
    };
    for (const mode of [0o644, 0o604, 0o602]) expect(await problemOf(of(mode))).toMatch(/every user.*chmod 600/);
    for (const mode of [0o600, 0o400, 0o440]) expect((await signerOf(of(mode))).signer.keyId).toBe(signer.keyId);
  });
});

describe("this machine's key", () => {
  it('is made once, kept from others, and trusted here', async () => {
    const config = join(folder, 'first');
    const host = withEnvironment({ SYMPHONYC_CONFIG_HOME: config });
    const made = await signerOf(host);
    expect(made.created).toBe(`${config}/keys/local.pem`);
    expect(made.signer).toMatchObject({ local: true, keyId: expect.stringMatching(/^local-[0-9a-f]{16}$/) });
    if (process.platform !== 'win32') expect(statSync(made.created!).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(config, 'keys'))).toEqual(['local.pem']);
    expect(readdirSync(join(config, 'trusted'))).toEqual([`${made.signer.keyId}.pem`]);

    const again = await signerOf(host);
    expect(again.created).toBeUndefined();
    expect(again.signer.keyId).toBe(made.signer.keyId);

    const store = readTrustStore(host);
    expect(store.problems).toEqual([]);
    const pack = await packOf({ signer: again.signer });
    expect(await verifyPack(pack, { trustedKeys: store.keys })).toMatchObject({ ok: true, local: true });
    const elsewhere = readTrustStore(withEnvironment({ SYMPHONYC_CONFIG_HOME: join(folder, 'elsewhere') }));
    expect(await verifyPack(pack, { trustedKeys: elsewhere.keys })).toMatchObject({ ok: false, signer: 'unknown' });
  });

  it('stays untrusted where somebody took it out of the trusted keys', async () => {
    const config = join(folder, 'distrusted');
    const host = withEnvironment({ SYMPHONYC_CONFIG_HOME: config });
    const { signer } = await signerOf(host);
    rmSync(join(config, `trusted/${signer.keyId}.pem`));
    expect((await signerOf(host)).signer.keyId).toBe(signer.keyId);
    expect(readTrustStore(host).keys).toEqual([]);
  });

  it('is said to be new by the command line, which takes a problem for wrong usage', async () => {
    let said = '';
    const host = memoryHost({}, { environment: { HOME: '/home/me' } });
    expect((await openSigner(contextOf(host, (text) => (said += text)))).local).toBe(true);
    expect(said).toBe('made a signing key for this machine: /home/me/.config/symphonyc/keys/local.pem\n');
    await expect(openSigner(contextOf(memoryHost({}), () => {}))).rejects.toThrow(/no home folder/);
  });

  it.each<[Record<string, string>, string]>([
    [{ SYMPHONYC_CONFIG_HOME: '/a', XDG_CONFIG_HOME: '/b', HOME: '/c' }, '/a/keys/local.pem'],
    [{ SYMPHONYC_CONFIG_HOME: '', XDG_CONFIG_HOME: '/b', HOME: '/c' }, '/b/symphonyc/keys/local.pem'],
    [{ XDG_CONFIG_HOME: 'relative', HOME: '/c' }, '/c/.config/symphonyc/keys/local.pem'],
    [{ USERPROFILE: 'C:\\Users\\me' }, 'C:/Users/me/.config/symphonyc/keys/local.pem'],
  ])('lies where %j says', async (environment, expected) => {
    expect((await signerOf(memoryHost({}, { environment }))).created).toBe(expected);
  });

  it('needs a folder', async () => {
    expect(await problemOf(memoryHost({}))).toMatch(/no home folder.*SYMPHONYC_CONFIG_HOME/);
    const relative = memoryHost({}, { environment: { SYMPHONYC_CONFIG_HOME: 'here' } });
    expect(await problemOf(relative)).toMatch(/`here`, which is not an absolute path/);
  });

  it('needs a folder that can be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const blocked = withEnvironment({ SYMPHONYC_CONFIG_HOME: join(folder, 'file') });
    expect(await problemOf(blocked)).toMatch(
      /cannot keep a signing key in .*file`: a part of the path is not a folder; set/,
    );
    for (const [code, words] of [
      ['EACCES', 'permission is missing'],
      ['EROFS', 'the file system is read-only'],
      ['ENOSPC', 'no space'],
    ] as const) {
      const host = memoryHost({}, { environment: { HOME: '/home/me' } });
      host.createExclusive = (path) => {
        throw new HostError(code, path);
      };
      expect(await problemOf(host)).toContain(words);
    }
  });

  it('is not replaced when it is broken or open to all', async () => {
    const config = join(folder, 'broken');
    mkdirSync(join(config, 'keys'), { recursive: true });
    const file = join(config, 'keys/local.pem');
    const host = withEnvironment({ SYMPHONYC_CONFIG_HOME: config });
    writeFileSync(file, '', { mode: 0o600 });
    expect(await problemOf(host)).toMatch(/local.pem` is empty; remove the file/);
    writeFileSync(file, mine, { mode: 0o600 });
    expect((await signerOf(host)).signer.local).toBe(true);
    if (process.platform === 'win32') return;
    chmodSync(file, 0o644);
    expect(await problemOf(host)).toMatch(/every user/);
  });

  it('is the same for all processes that make the first one at once', async () => {
    const entry = `
      import { nodeHost } from './compiler/host/node.ts';
      import { openSigner } from './compiler/cli/signing-keys.ts';
      process.stdin.once('data', async () => {
        const { keyId } = await openSigner({ host: nodeHost, err: () => {} });
        process.stdout.write(keyId);
        process.exit();
      });
      process.stderr.write('ready');`;
    const script = join(folder, 'race.mjs');
    const resolveDir = fileURLToPath(new URL('../..', import.meta.url));
    const stdin = { contents: entry, resolveDir, loader: 'ts' } as const;
    await build({ stdin, outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
    const config = join(folder, 'race');
    const processes = Array.from({ length: 8 }, () =>
      spawn(process.execPath, [script], { env: { ...process.env, SYMPHONYC_CONFIG_HOME: config } }),
    );
    await Promise.all(processes.map(({ stderr }) => new Promise((ready) => stderr.once('data', ready))));
    const answers = processes.map(
      ({ stdin: start, stdout }) =>
        new Promise<string>((done) => {
          let text = '';
          stdout.on('data', (data) => (text += data)).on('end', () => done(text));
          start.end('go');
        }),
    );
    const ids = new Set(await Promise.all(answers));
    expect(ids.size).toBe(1);
    expect([...ids][0]).toMatch(/^local-[0-9a-f]{16}$/);
    expect(readdirSync(join(config, 'keys'))).toEqual(['local.pem']);
  });
});

describe('trusted keys', () => {
  it('are the PEM files in the store; what is none is reported', () => {
    const host = memoryHost(
      {
        '/c/trusted/release.pem': signer.publicKeyPem,
        '/c/trusted/broken.pem': 'x',
        '/c/trusted/notes.txt': 'x',
      },
      { environment: { SYMPHONYC_CONFIG_HOME: '/c' } },
    );
    const { keys: found, problems } = readTrustStore(host);
    expect(found).toEqual([{ name: '/c/trusted/release.pem', source: 'store', pem: signer.publicKeyPem }]);
    expect(problems.map(({ message }) => message)).toEqual([
      'the key `/c/trusted/broken.pem` is not an Ed25519 public key in PEM',
    ]);
    expect(readTrustStore(memoryHost({}, { environment: { HOME: '/h' } }))).toEqual({ keys: [], problems: [] });
    expect(readTrustStore(memoryHost({})).problems).toHaveLength(1);
  });

  it('may be asked for by file', () => {
    const host = memoryHost({ '/k.pem': signer.publicKeyPem, '/n.pem': 'x' });
    expect(readPublicKeyFile(host, '/k.pem', 'option')).toMatchObject({ key: { source: 'option' } });
    expect(readPublicKeyFile(host, '/n.pem', 'option')).toMatchObject({
      problem: { message: expect.stringMatching(/not an Ed25519/) },
    });
    expect(readPublicKeyFile(host, '/absent.pem', 'option')).toMatchObject({
      problem: { message: expect.stringMatching(/does not exist/) },
    });
    expect(
      readPublicKey(generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ).toBe(undefined);
  });
});
