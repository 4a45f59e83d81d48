/** Secrets in documents: masked at the door, so that nothing a command writes or says shows one. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { maskSecrets, secretsIn } from '../../compiler/base/secrets/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { type JsonVerdict, runCli } from '../support/cli.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';

/** Drawn anew for each place, so that a leak says where it comes from. */
const tokens: string[] = [];
function token(prefix = 'ghp_'): string {
  const drawn = `${prefix}${tokens.length}q${'Zx81kQp02LmN44vBtR'.repeat(3).slice(0, 34)}`;
  tokens.push(drawn);
  return drawn;
}

/** A secret wherever one can stand, and mistakes around them whose messages and excerpts would show them. */
const files: Readonly<Record<string, string>> = {
  'symphony.yaml': workspace(
    '"*.yaml"',
    `handlers: { work: work.mjs }\nlabels: { ${token()}: "${token()}" }\n# ${token()}\nfailOn: [${token()}]`,
  ),
  'build.yaml': domain('build', `# ${token()}\ndescription: "The token\\n${token()}"`),
  'play.yaml': symphony({
    extra: `inputs:\n  api_token:\n    type: string\n    default: ${token('')}\npurpose: ${token('npm_')}`,
    movements: movements(
      movement(
        'one',
        beat(
          'a',
          `title: ${token()}`,
          `run: [deploy, --token, ${token('')}, "https://me:${token('')}@example.org"]`,
          `each: { value: [${token()}, ${token()}] }`,
        ),
        beat('b', 'handler: work#missing', `with: { deep: [{ secret: "${token('')}" }] }`, `spec: ${token()}`),
        beat('c', `handler: work#${token()}`, `when: metric == "${token()}"`),
      ),
    ),
  }),
  'wrong.yaml': symphony({
    id: 'wrong',
    extra: `tempo: ${token()}\n${token()}: 3\ncategory: ${token()}\nevents: [${token()}]`,
  }),
  'broken.yaml': `title: "${token()}\n  x: [${token()}\n`,
  'twice.yaml': `${domain('twice')}${'labels: {}\n'.repeat(2)}# ${token()}\n`,
  'work.mjs': `export const work = '${token()}'; const missing = () => work;\n`,
};
// Messages may show names in lower case.
const secrets = tokens.flatMap((one) => [one, one.toLowerCase()]);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** The names of what holds a secret, also inside archives. */
function leaks(content: readonly (readonly [string, Uint8Array])[]): string[] {
  return content.flatMap(([name, bytes]) => {
    if (name.endsWith('.zip'))
      return leaks(Object.entries(unzipSync(bytes)).map(([inner, data]) => [`${name}/${inner}`, data] as const));
    const text = Buffer.from(bytes).toString();
    return secrets.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`);
  });
}

/** Everything that commands say and leave behind. */
function outputsOf(cwd: string, said: Readonly<Record<string, string>>): (readonly [string, Uint8Array])[] {
  const written = ['out', '.symphony', 'reports']
    .filter((name) => existsSync(join(cwd, name)))
    .flatMap((name) => filesBelow(join(cwd, name)));
  return [
    ...Object.entries(said).map(([name, text]) => [name, Buffer.from(text)] as const),
    ...written.map((path) => [path.slice(cwd.length), readFileSync(path)] as const),
  ];
}

describe.each([
  ['whose root cannot be used', files],
  ['that can be compiled', { ...files, 'symphony.yaml': files['symphony.yaml']!.replace(/\nfailOn.*/, '') }],
  [
    'that plays the code down',
    {
      ...files,
      'symphony.yaml': files['symphony.yaml']!.replace(/\nfailOn.*/, '\nseverities: { SECRET_INLINE: off }'),
    },
  ],
])('a workspace %s', (which, content) => {
  const said: Record<string, string> = {};
  let cwd = '';
  beforeAll(async () => {
    cwd = tempWorkspace({ ...content, 'reports/.keep': '' });
    const run = async (...argv: string[]): Promise<void> => {
      const { code, out, err } = await runCli(argv, { cwd, color: said['color'] === undefined });
      said[`${Object.keys(said).length} ${argv.join(' ')}`] = out + err;
      expect([0, 1, 2]).toContain(code);
    };
    await run('check', '--verbose');
    for (const format of ['json', 'sarif', 'pretty']) await run('check', '--no-cache', '--format', format);
    const reports = ['json', 'sarif'].flatMap((format) => ['--output', `${format}=reports/${format}`]);
    await run('build', '--verbose', ...reports);
    // Again from what is kept, and with one file changed.
    await run('build', '--format', 'sarif');
    writeFiles(cwd, { 'build.yaml': `${content['build.yaml']}# more\n` });
    await run('build', '--format', 'json');
    await run('run', 'play');
    await run('report');
  }, 60_000);

  it('shows none of its secrets anywhere', () => {
    expect(existsSync(join(cwd, 'out/site/symphonies'))).toBe(!which.includes('root'));
    const outputs = outputsOf(cwd, said);
    expect(outputs.map(([, bytes]) => bytes.length).reduce((a, b) => a + b)).toBeGreaterThan(10_000);
    expect(leaks(outputs)).toEqual([]);
  });
});

describe('a workspace with one secret', () => {
  const sound = {
    'symphony.yaml': workspace('build.yaml, play.yaml', 'handlers: { work: work.mjs }'),
    'build.yaml': domain(),
    'play.yaml': symphony(),
    'work.mjs': 'export const work = () => 3;\n',
  };
  const secret = token();
  const build = async (content: Record<string, string>) => {
    const cwd = tempWorkspace(content);
    const { out } = await runCli(['build', '--format', 'json'], { cwd });
    const manifest = JSON.parse(readFileSync(join(cwd, 'out/manifest.json'), 'utf8')) as {
      inputs: { path: string; withheld?: string }[];
    };
    const withheld = manifest.inputs.filter((input) => input.withheld === 'secret').map(({ path }) => path);
    const packed = Object.keys(unzipSync(readFileSync(join(cwd, 'out/evidence.zip'))));
    return { cwd, withheld, packed, verdict: JSON.parse(out) as JsonVerdict };
  };

  it.each([
    ['build.yaml', `${sound['build.yaml']}# ${secret}\n`],
    ['symphony.yaml', `${sound['symphony.yaml']}# ${secret}\n`],
    ['work.mjs', `${sound['work.mjs']}// ${secret}\n`],
  ])('gives the digest of %s alone to the evidence', async (path, text) => {
    const { withheld, packed, cwd } = await build({ ...sound, [path]: text });
    expect(withheld).toEqual([path]);
    expect(packed.filter((name) => name.endsWith(`/${path}`))).toEqual([]);
    expect((await runCli(['verify', 'out/evidence.zip'], { cwd })).out).toContain('only digests');
  });
  it('withholds nothing without one', async () => {
    const { withheld, packed } = await build(sound);
    expect(withheld).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining([expect.stringMatching(/\/build\.yaml$/)]));
  });
  it('cannot be played, whatever severity the workspace sets', async () => {
    const quiet = `${sound['symphony.yaml']}severities: { SECRET_INLINE: off }\n`;
    const plan = (cwd: string): boolean => existsSync(join(cwd, 'out/plans/play.plan.json'));
    expect(plan((await build({ ...sound, 'symphony.yaml': quiet })).cwd)).toBe(true);
    for (const path of ['play.yaml', 'symphony.yaml']) {
      const content: Record<string, string> = { ...sound, 'symphony.yaml': quiet };
      content[path] += `# ${secret}\n`;
      expect(plan((await build(content)).cwd)).toBe(false);
    }
  });
  it('is told where it stands, from the cache as without it', async () => {
    const { cwd, verdict } = await build({ ...sound, 'play.yaml': symphony({ extra: `purpose: ${secret}` }) });
    const found = (one: JsonVerdict) => one.diagnostics.filter(({ code }) => code === 'SECRET_INLINE');
    expect(found(verdict)).toMatchObject([
      { file: 'play.yaml', range: { start: { line: 7, column: 10 }, end: { line: 7, column: 10 + secret.length } } },
    ]);
    const check = async (...argv: string[]) =>
      JSON.parse((await runCli(['check', '--format', 'json', ...argv], { cwd })).out) as JsonVerdict;
    writeFiles(cwd, { 'build.yaml': `${domain()}# more\n` });
    expect(await check()).toEqual(await check('--no-cache'));
    expect(found(await check())).toHaveLength(1);
    writeFiles(cwd, { 'play.yaml': symphony({ extra: 'purpose: DEPLOY_TOKEN' }) });
    expect(found(await check())).toEqual([]);
  });
});

describe('a mask', () => {
  const masked = (text: string): string => maskSecrets(text, secretsIn(text));
  it('is as long as the secret, and leaves lines and escapes as they are', () => {
    const text = `key: "-----BEGIN PRIVATE ${'KEY'}-----\\n${'MIIEpAIBAAKCAQEA'.repeat(3)}\\n-----END PRIVATE KEY-----"\n`;
    expect(masked(text)).toHaveLength(text.length);
    expect(masked(text)).toMatch(/^key: "-----BEGIN PRIVATE KEY-----\\n•{48}\\n-----END PRIVATE KEY-----"\n$/);
  });
  it('keeps apart what differs, and only that', () => {
    const [a, b] = [token(), token()];
    const [first, second, again] = masked(`[${a}, ${b}, ${a}]`).slice(1, -1).split(', ');
    expect(second).not.toBe(first);
    expect(again).toBe(first);
  });
  it('is reached at once in texts that are made to keep it busy', () => {
    const texts = ['eyJ', 'ghp_', 'token:', 'token: "', '-token,', '://a:', 'xoxb-', 'sk-', 'secret:\n ', '@', '"\\'];
    for (const text of texts) {
      const [short, long] = [20_000, 160_000].map((length) => {
        const hostile = `://a:${text.repeat(length / text.length)}`;
        const start = performance.now();
        secretsIn(hostile);
        return performance.now() - start;
      }) as [number, number];
      expect(long, text).toBeLessThan(200 + 30 * short);
    }
  });
  it.each([
    ['of its own', 'title: ', 'token=a1B2c3D4e5F6g7H8'],
    ['in single quotes', "title: '", 'token=a1B2c3D4e5F6g7H8'],
    ['below a key', 'token:\n  a: ', 'a1B2c3D4e5F6g7H8'],
  ])('walks a few times through one long value %s, however many names are in it', (_, begin, part) => {
    const hostile = begin + part.repeat(100_000 / part.length);
    let walked = 0;
    const exec = RegExp.prototype.exec;
    const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
      const found = exec.call(this, text);
      walked += found?.[0].length ?? 0;
      return found;
    });
    try {
      const [found] = secretsIn(hostile);
      expect(found?.end).toBe(hostile.length);
    } finally {
      spy.mockRestore();
    }
    expect(walked).toBeLessThan(50 * hostile.length);
  });
});

describe('what is no secret', () => {
  it.each([
    'token: ${TOKEN}',
    'token: "{{ token }}"',
    'token: GITHUB_TOKEN',
    'password: changeme',
    'secret: prod-db-2024-primary-v2',
    'token: 123e4567-e89b-12d3-a456-426614174000',
    `digest: sha256:${'0123456789abcdef'.repeat(4)}`,
    'max_tokens: 12345678901234567890',
    'handler: auth#rotateToken2',
    'api_key: vault:secret/data/prod#key',
    'url: https://user:${PASSWORD}@example.org',
    'url: http://127.0.0.1:8317/index.html?at=a@b',
    'purpose: Replaces the token: the old one goes, the new one comes',
    `ghp_${'x'.repeat(36)}`,
  ])('%s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});
