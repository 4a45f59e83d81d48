/** Text of documents is text: whatever it holds, nothing of it runs, moves a cursor, leaves the output or breaks a format. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeZip } from '../../compiler/seal/zip.ts';
import { checkFolder, expectCivil, hiddenIn, runCli } from '../support/cli.ts';
import { type Files, tempFolder, tempWorkspace } from '../support/temp.ts';

const payloads: Readonly<Record<string, string>> = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><svg/onload=alert(1)>',
  'end of script': '</script></style></title></textarea>--><script>alert(1)</script>',
  'HTML in attributes': '" onmouseover="alert(1)" \' onfocus=\'alert(1)\' autofocus x="',
  link: 'javascript:alert(1)',
  shell: '$(touch pwned) `touch pwned` ; touch pwned | touch pwned && touch pwned #',
  quotes: `'; touch pwned; ' "; touch pwned; " '"'"' \\`,
  template: '{{ touch }} {{{pwned}}} ${process.exit(7)} <%= 1 %> {{`touch pwned`}}',
  'terminal escapes': '\u001b[2J\u001b]0;title\u0007\u009b31m\u0008\u007f',
  'hidden characters':
    'a\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2063\u206f\u00ad\u180e\ufff9\u{e0001}\u{e0041}\u{1d173}\u0085\u009b31m\u2028\u2029b',
  emoji: '\u{1f469}\u200d\u{1f4bb} \u2764\ufe0f\u200d\u{1f525}',
  'bidi controls': '\u202egnirts\u2066 \u2028\u2029 \u200f\ufeff',
  'line breaks': 'first\nsecond\r\nthird\n```\n# heading\n*/ }',
  comment: '*/ declare const pwned: 1; /* // <!-- -->',
  markdown: '[a](javascript:alert(1)) | cell | ![x](http://x.invalid/y.png) <b>',
  unicode: '\ud83d\ude00 \u0000\ud800 \uffff',
  path: '../../../etc/passwd',
  prototype: '__proto__',
};

const document = (kind: string, id: string, h: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\nstatus: active\ntitle: ${h}\ndescription: ${h}\nowner: ${h}\nlabels: { ${h}: ${h} }\n`;

/** Text in double quotes, with everything escaped that a file may not hold as it is. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\x7f-\x9f]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);

/** A symphony with a plan: `asks` waits for somebody, `fails` starts a program that does not exist. */
const playable = (id: string, h: string): string =>
  `${document('Symphony', id, h)}domain: d
purpose: ${h}
movements:
  - id: m
    title: ${h}
    beats: [{ id: b, title: ${h}, ${id === 'asks' ? `approve: { by: r, question: ${h} }` : `run: [${h}]`}, timeout: 1s }]
`;

/** Every place that takes text, filled with `text`. */
function hostile(text: string): Files {
  const h = quoted(text);
  return {
    'symphony.yaml': `${document('Workspace', 'hostile', h)}sources: [d.yaml, p.yaml, m.yaml, s.yaml, r.yaml]
environments: { production: { key: C Major, description: ${h} } }
tools: [${h}]
`,
    'd.yaml': `${document('Domain', 'd', h)}namespace: d\nfiles: [${h}]\nstakeholders: [${h}]\n`,
    'p.yaml': `${document('Policy', 'p', h)}statement: ${h}\nassert: { over: beat, that: ${h} }\n---\n${document('Policy', 'q', h)}statement: ${h}\ngate: { that: ${h} }\n`,
    'm.yaml': `${document('Metric', 'm', h)}unit: count\n`,
    's.yaml': `${document('Symphony', 's', h)}domain: d
purpose: ${h}
framework: ${h}
key: ${h}
levels: { ${h}: ${h}, p: ${h} }
trigger: { on: [manual], description: ${h}, frequency: ${h}, stakeholders: [${h}] }
inputs: { i: { type: string, description: ${h}, default: ${h} } }
events: [${h}, { name: a.b, description: ${h} }]
policies: [p, q]
completion: [${h}]
outputs: [${h}]
scripts: { "do:it": { description: ${h} }, ${h}: {} }
after: [{ symphony: s, when: ${h}, description: ${h} }]
movements:
  - id: m
    title: ${h}
    purpose: ${h}
    description: ${h}
    outputs: [${h}]
    completion: [${h}]
    beats:
      - { id: b1, title: ${h}, purpose: ${h}, handler: ${h}, rollback: ${h}, spec: ${h}, test: ${h}, acceptance: [${h}] }
      - { id: b2, title: ${h}, run: [${h}, ${h}], emits: [${h}], when: ${h}, with: { ${h}: ${h} }, timeout: 1s }
      - { id: b3, title: ${h}, probe: { file: ${h}, expect: ${h} }, each: { v: [${h}, x] } }
      - { id: b4, title: ${h}, approve: { by: r, question: ${h} }, from: ${h} }
`,
    'r.yaml': ['asks', 'fails'].map((id) => playable(id, h)).join('---\n'),
  };
}

/** The same, with mistakes that put the text into messages. */
const broken = (text: string): Files => {
  const h = quoted(text);
  return {
    ...hostile(text),
    'd.yaml': `${document('Domain', h, h)}namespace: ${h}\ndependsOn: [${h}]\n${h}: 1\n${h}: 2\n`,
    'm.yaml': `apiVersion: ${h}\nkind: ${h}\nid: ${h}\n`,
  };
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What is signed is canonical JSON (RFC 8785), which has one way to write a text: as it is. The pack holds copies. */
const isCanonical = (file: string): boolean => /\/(?:manifest\.json|evidence\.zip|evidence\/[^/]+)$/.test(file);

/** Without the tabs and the line ends of other systems, which a page may hold. */
const textOf = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.html') ? text.replace(/\t|\r\n/g, '\n') : text;
};

/** Everything else that prints what documents say. */
const commands = [
  ['check', '--format', 'json'],
  ['build', '--no-cache'],
  ['build', '--format', 'json'],
  ['run', 'asks', '--allow-nonconforming'],
  ['run', 'fails', '--allow-nonconforming', '--format', 'json'],
  ['run', 'nobody'],
  ['report'],
  ['report', 'asks'],
  ['scripts'],
  ['explain', 'TIMEOUT_MISSING'],
  ['verify', 'out'],
  ['verify', 'out', '--format', 'json'],
];

/** The tags of a page, each without the values of its attributes. */
const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi)].map(([tag]) => tag.replace(/"[^"]*"|'[^']*'/g, '""'));

/** Elements and attributes that no page of the site has of itself. */
function expectLifeless(html: string): void {
  for (const tag of tagsOf(html)) expect(/^<(?:img|b|iframe|object)\b|\son\w+\s*=|\sautofocus/i.exec(tag)).toBeNull();
  expect(/<script>alert|<svg\/onload|(?:href|src)\s*=\s*["']?(?:javascript|data|http):/i.exec(html)).toBeNull();
}

describe.each(Object.entries(payloads))('%s', (_, text) => {
  it.each([
    ['in sound documents', hostile],
    ['in broken documents', broken],
  ])('%s', async (_where, make) => {
    const root = tempWorkspace(make(text));
    const { verdict } = await checkFolder(root, '--verbose');
    for (const { file } of verdict.diagnostics)
      expect(['symphony', 'd', 'p', 'm', 's', 'r'].map((n) => `${n}.yaml`)).toContain(file);
    const sarif = await runCli(['check', '--format', 'sarif'], { cwd: root });
    expectCivil(sarif);
    JSON.parse(sarif.out);
    const built = await runCli(['build'], { cwd: root });
    expectCivil(built);
    expect(existsSync(join(root, 'out/manifest.json'))).toBe(true);
    for (const file of filesIn(join(root, 'out/'))) {
      if (/\.(html|svg)$/.test(file)) expectLifeless(readFileSync(file, 'utf8'));
      if (file.endsWith('.json')) JSON.parse(readFileSync(file, 'utf8'));
      if (!isCanonical(file)) expect([file, hiddenIn(textOf(file))]).toEqual([file, undefined]);
    }
    for (const argv of commands) expectCivil(await runCli(argv, { cwd: root }));
    expect(readdirSync(root).sort()).toEqual([
      '.symphony',
      'd.yaml',
      'm.yaml',
      'out',
      'p.yaml',
      'r.yaml',
      's.yaml',
      'symphony.yaml',
    ]);
  });
});

describe('emoji', () => {
  it('and letters that joiners are for are shown as they are, and other joiners as escapes', async () => {
    const joined = `${payloads['emoji']} \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645`;
    const text = `${joined} a\u200db`;
    const root = tempWorkspace(hostile(text));
    await runCli(['build'], { cwd: root });
    const shown = `${joined} a\\u200db`;
    const report = await runCli(['report', 'asks'], { cwd: root });
    const asks = await runCli(['run', 'asks', '--allow-nonconforming'], { cwd: root });
    const fails = await runCli(['run', 'fails', '--allow-nonconforming', '--format', 'json'], { cwd: root });
    expect([asks.code, fails.code]).toEqual([4, 1]);
    for (const printed of [asks.err, fails.err]) expect(printed).toContain(shown);
    for (const path of ['site/symphonies/asks.html', 'Justfile'])
      expect(readFileSync(join(root, 'out', path), 'utf8')).toContain(shown);
    for (const source of [report.out, readFileSync(join(root, 'out/types/symphonies/asks.d.ts'), 'utf8')])
      expect(source).toContain(shown.replace('\\', '\\\\'));
    const plan = JSON.parse(readFileSync(join(root, 'out/plans/asks.plan.json'), 'utf8')) as { title: string };
    expect(plan.title).toBe(text);
  });
});

describe('hostile files of a build', () => {
  it('a report that somebody edited is printed without its escapes', async () => {
    const root = tempWorkspace(hostile('t'));
    await runCli(['build'], { cwd: root });
    const section = '## T\n\n<!-- symphony: asks -->\n\n\u001b]0;x\u0007 \u009b2J \u202e \u{e0041}\ttab\r\nline\n';
    writeFileSync(join(root, 'out/report/report.md'), section);
    for (const argv of [['report'], ['report', 'asks']]) {
      const { out } = await runCli(argv, { cwd: root });
      expect(out).toContain(
        '## T\n\n<!-- symphony: asks -->\n\n\\u001b]0;x\\u0007 \\u009b2J \\u202e \\u{e0041}\ttab\r\nline\n',
      );
    }
  });
  it('what a command wrote is escaped in the result of a run', async () => {
    const text = '\u001b[2J \u009b31m \u202e \u{e0041}';
    const print = `[${['node', '-e', `console.log(${JSON.stringify(text)})`].map(quoted).join(', ')}]`;
    const files = hostile('t');
    const root = tempWorkspace({ ...files, 'r.yaml': String(files['r.yaml']).replace('run: ["t"]', `run: ${print}`) });
    await runCli(['build'], { cwd: root });
    const { out } = await runCli(['run', 'fails', '--allow-nonconforming', '--format', 'json'], { cwd: root });
    expect(hiddenIn(out)).toBeUndefined();
    expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(text).slice(1, -1));
  });
  it('members of a pack are escaped in the result of verifying it', async () => {
    const root = tempFolder();
    const member = '\u202e \u009b31m \u{e0041}';
    writeFileSync(join(root, 'x.zip'), await encodeZip(new Map([[member, new Uint8Array()]])));
    for (const format of ['pretty', 'json']) {
      const verified = await runCli(['verify', 'x.zip', '--format', format], { cwd: root });
      expectCivil(verified);
      expect(verified.out).toMatch(
        format === 'json' ? /\\u202e \\u009b31m \\udb40\\udc41/ : /\\u202e \\u009b31m \\u\{e0041\}/,
      );
    }
  });
});

describe('hostile names', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '../x',
    'a/../../x',
    '',
    ' ',
    '/etc',
    'con',
    '.',
    'a\nb',
  ];
  it.each(names)('%j as an id, a key, an alias, a script or an event', async (name) => {
    const h = quoted(name);
    const root = tempWorkspace({
      'symphony.yaml': `apiVersion: symphonyc/v1
kind: Workspace
id: ${h}
title: T
sources: [all.yaml]
handlers: { ${h}: h.ts }
environments: { ${h}: { key: C Major } }
targets: [plan, ${h}]
severities: { ${h}: info }
goals: { ${h}: 0.5 }
`,
      'all.yaml': `${document('Domain', h, h || '"t"')}namespace: ${h}
symphonies: [${h}]
---
${document('Symphony', h, '"t"')}domain: ${h}
levels: { ${h}: x }
inputs: { ${h}: { type: string } }
events: [${h}]
metrics: [${h}]
policies: [${h}]
scripts: { ${h}: {} }
movements:
  - id: ${h}
    title: t
    beats: [{ id: ${h}, title: t, handler: ${JSON.stringify(`${name}#${name}`)}, emits: [${h}], each: { ${h}: [${h}] }, with: { ${h}: { ${h}: 1 } } }]
`,
    });
    const sound = 'apiVersion: symphonyc/v1\nkind: Workspace\nid: x\ntitle: T\nsources: [all.yaml]\n';
    for (const workspace of [readFileSync(join(root, 'symphony.yaml'), 'utf8'), sound]) {
      writeFileSync(join(root, 'symphony.yaml'), workspace);
      for (const command of ['build', 'check']) {
        const result = await runCli([command, '--format', 'json'], { cwd: root });
        expectCivil(result);
        expect(result.code).toBeGreaterThan(0);
      }
    }
    expect(
      readdirSync(root).filter((entry) => !['.symphony', 'out', 'all.yaml', 'symphony.yaml'].includes(entry)),
    ).toEqual([]);
  });
});

describe('hostile names of files', () => {
  const names = [
    '<script>alert(1)<script>',
    'a\u001b[2Jb',
    'a\nb',
    '\u202egnp',
    '$(touch pwned)',
    '`touch pwned`',
    '\'"',
    '-rf',
    ' ',
    '&amp;',
    '%2e%2e',
    '{{x}}',
    '#',
    '\u009b31m',
  ];
  const domain = `${document('Domain', 'd', '"t"')}namespace: [\n`;

  it('are shown and linked as text', async () => {
    const root = tempWorkspace({
      'symphony.yaml': 'apiVersion: symphonyc/v1\nkind: Workspace\nid: x\ntitle: T\nsources: [d/*.yaml]\n',
      ...Object.fromEntries(names.map((name) => [`d/${name}.yaml`, domain])),
    });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/d/`), Buffer.from([0xff, 0xfe]), Buffer.from('.yaml')]), domain);
    const { verdict } = await checkFolder(root, '--verbose');
    expect(new Set(verdict.diagnostics.map(({ file }) => file)).size).toBe(names.length + 1);
    for (const format of ['pretty', 'sarif']) {
      const built = await runCli(['build', '--format', format], { cwd: root });
      expectCivil(built);
      expect(built.code).toBe(1);
    }
    for (const file of filesIn(join(root, 'out/')))
      if (file.endsWith('.html')) expectLifeless(readFileSync(file, 'utf8'));
    expect(readdirSync(root).sort()).toEqual(['.symphony', 'd', 'out', 'symphony.yaml']);
    const key = join(root, 'out/evidence/public-key.pem');
    const verified = await runCli(['verify', 'out', '--key', key], { cwd: root });
    expectCivil(verified);
    expect(verified.code).toBe(0);
  });
});
