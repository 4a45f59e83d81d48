/** Workspaces full of text that would break out of a target that trusted it. */
import type { Files } from './plans.ts';

/** Each means something in shell, just, TypeScript, JSON, HTML, Markdown or a terminal. */
export const hostile = [
  `it's "quoted"`,
  '$(touch pwned) `touch pwned` ; touch pwned & touch pwned | cat',
  '{{ shell("touch pwned") }} {{{{ }} }}}} {{! x}}',
  'line one\nline two\r\n    touch pwned\n# heading\n- item',
  '*/ export const pwned = 1; /* @deprecated {@link x} @ts-nocheck',
  '</script><script>alert(1)</script><!-- --> <img src=x onerror=alert(1)>',
  '| a | b |\n|---|---|\n[link](javascript:alert(1)) ![x](y) **bold** _it_ ~~no~~ # no',
  '\\ \\" \\\' \\n \\u0041 %PATH% ^& !x!',
  '🎼 e\u0301 \u202e evil \u2066 bidi \u2028 \u2029 \u0000 \u001b[31m \u0085 \ufeff \ud800 \u061c\u200b\u200d\u2060\u00ad\u{e0041} end',
] as const;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const head = (kind: string, id: string, title: string) => ({
  apiVersion: 'symphonyc/v1',
  kind,
  id,
  title: title.slice(0, 200),
  status: 'draft',
});

const everything = hostile.join(' ');

/** One symphony a hostile text, with that text in every field that takes free text. */
export function hostileFiles(): Files {
  const files: Record<string, string> = {
    'domains/odd.json': json({
      ...head('Domain', 'odd', everything),
      owner: hostile[0],
      namespace: 'odd',
      description: everything,
    }),
    'metrics/odd.json': json({ ...head('Metric', 'odd_ratio', everything), unit: 'ratio', description: everything }),
    'handlers/odd.ts': 'export const sound = () => undefined;\n',
  };
  hostile.forEach((text, i) => {
    files[`symphonies/odd-${i}.json`] = json(hostileSymphony(`odd-${i}`, text));
  });
  const sources = Object.keys(files).filter((path) => path.endsWith('.json'));
  files['symphony.yaml'] = json({
    ...head('Workspace', 'odd', everything),
    sources,
    handlers: { odd: 'handlers/odd.ts' },
  });
  return files;
}

function hostileSymphony(id: string, text: string) {
  const title = text.slice(0, 200);
  return {
    ...head('Symphony', id, text),
    domain: 'odd',
    purpose: text,
    owner: text.slice(0, 120),
    trigger: { description: text, stakeholders: [text.slice(0, 120)] },
    inputs: { [`odd_input`]: { type: 'string', description: text } },
    events: [{ name: `${id}.started`, description: text }, `${id}.done`],
    metrics: ['odd_ratio'],
    outputs: [text],
    scripts: { [`odd:${id}`]: { description: text } },
    movements: [
      {
        id: 'first',
        title,
        purpose: text,
        outputs: [text],
        beats: [
          {
            id: 'call',
            title,
            purpose: text,
            handler: `odd#${text}`,
            rollback: `odd#undo ${text}`,
            with: { [text]: text, list: [text, 1, null, { [text]: true }], ['__proto__']: 2 },
            each: { name: [text, `${text} again`] },
            emits: [`${id}.started`],
            measures: ['odd_ratio'],
            acceptance: [text],
          },
          { id: 'command', title, run: ['echo', text] },
          { id: 'question', title, approve: { by: 'somebody', question: text } },
        ],
      },
    ],
  };
}

/** A symphony that does next to nothing, with scripts. */
export const playing = (id: string, scripts: Record<string, object>): string =>
  JSON.stringify({
    ...head('Symphony', id, id),
    status: 'active',
    domain: 'stage',
    scripts,
    movements: [{ id: 'first', title: 'First', beats: [{ id: 'one', run: ['echo'] }] }],
  });
