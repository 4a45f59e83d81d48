/** Text of documents is text: whatever it holds, nothing of it runs, moves a cursor, leaves the output or breaks a format. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder, expectCivil, runCli } from '../support/cli.ts';
import { type Files, tempWorkspace } from '../support/temp.ts';

const payloads: Readonly<Record<string, string>> = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><svg/onload=alert(1)>',
  'end of script': '</script></style></title></textarea>--><script>alert(1)</script>',
  'HTML in attributes': '" onmouseover="alert(1)" \' onfocus=\'alert(1)\' autofocus x="',
  link: 'javascript:alert(1)',
  shell: '$(touch pwned) `touch pwned` ; touch pwned | touch pwned && touch pwned #',
  quotes: `'; touch pwned; ' "; touch pwned; " '"'"' \\`,
  template: '{{ touch }} {{{pwned}}} ${process.exit(7)} <%= 1 %> {{`touch pwned`}}',
  'terminal escapes': '\u001b[2J\u001b]0;title\u0007\u009b31m\u0008\u007f',
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

/** Every place that takes text, filled with `text`. */
function hostile(text: string): Files {
  const h = quoted(text);
  return {
    'symphony.yaml': `${document('Workspace', 'hostile', h)}sources: [d.yaml, p.yaml, m.yaml, s.yaml]
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
after: [{ symphony: s, when: ${h}, description: ${h} }]
movements:
  - id: m
    title: ${h}
    purpose: ${h}
    beats:
      - { id: b1, title: ${h}, purpose: ${h}, handler: ${h}, rollback: ${h}, spec: ${h}, test: ${h}, acceptance: [${h}] }
      - { id: b2, title: ${h}, run: [${h}, ${h}], emits: [${h}], when: ${h}, with: { ${h}: ${h} }, timeout: 1s }
      - { id: b3, title: ${h}, probe: { file: ${h}, expect: ${h} }, each: { v: [${h}, x] } }
      - { id: b4, title: ${h}, approve: { by: r, question: ${h} }, from: ${h} }
`,
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
      expect(['symphony', 'd', 'p', 'm', 's'].map((n) => `${n}.yaml`)).toContain(file);
    const sarif = await runCli(['check', '--format', 'sarif'], { cwd: root });
    expectCivil(sarif);
    JSON.parse(sarif.out);
    const built = await runCli(['build'], { cwd: root });
    expectCivil(built);
    expect(existsSync(join(root, 'out/manifest.json'))).toBe(true);
    for (const file of filesIn(join(root, 'out/'))) {
      if (/\.(html|svg)$/.test(file)) expectLifeless(readFileSync(file, 'utf8'));
      if (file.endsWith('.json')) JSON.parse(readFileSync(file, 'utf8'));
    }
    expect(readdirSync(root).sort()).toEqual([
      '.symphony',
      'd.yaml',
      'm.yaml',
      'out',
      'p.yaml',
      's.yaml',
      'symphony.yaml',
    ]);
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
