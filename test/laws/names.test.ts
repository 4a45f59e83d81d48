/** A name that every object of JavaScript has is a name like any other: what comes out is the same but for the name. */
import { describe, expect, it } from 'vitest';
import { compileFiles } from '../support/plans.ts';

/** Each beside a name of the same form that means nothing. */
const twins = [
  ['constructor', 'qonstruqtor'],
  ['__proto__', '__qroto__'],
  ['toString', 'qoString'],
  ['hasOwnProperty', 'qasOwnProperty'],
] as const;

/** Ids have a form of their own. */
const idFor = (name: string): string =>
  /^[a-z]+$/.test(name) ? name : name.includes('q') ? 'qonstruqtor' : 'constructor';

const head = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: T\nstatus: active\nlabels: { ${id}: x }\n`;

const workspace = (name: string, id: string): string =>
  `${head('Workspace', id)}
sources: ['*.yaml']
exclude: [symphony.yaml]
handlers: { ${id}: ${id}.ts }
environments: { ${id}: { key: C Major } }
labels: { ${name}: ${name} }
tools: [${name}]
`
    .replace('exclude: [symphony.yaml]\n', '')
    .replace(`labels: { ${id}: x }\n`, '');

/** Declares and uses the name wherever a document may choose one. */
const sound = (name: string): Record<string, string> => {
  const id = idFor(name);
  return {
    'symphony.yaml': workspace(name, id),
    [`${id}.ts`]: `export async function ${name}() {\n  return { ${name}: 1 };\n}\n`,
    'domain.yaml': `${head('Domain', id)}owner: ${name}\nnamespace: ${id}\npolicies: [${id}]\nfiles: [domain.yaml]\nstakeholders: [${name}]\n`,
    'metric.yaml': `${head('Metric', id)}unit: ratio\n`,
    'policy.yaml': `${head('Policy', id)}statement: ${name}\ngate: { that: ${id} > 0.5 }\n`,
    'play.yaml': `${head('Symphony', id)}domain: ${id}
key: C Major
levels: { mf: ${name} }
inputs: { ${id}: { type: bool } }
events: [${id}, { name: '${id}.${id}', once: true }]
metrics: [${id}]
policies: [${id}]
completion: ['${id} > 0.1']
scripts: { ${id}: { movement: ${id} } }
after: [{ symphony: ${id}, movement: ${id} }]
outputs: [${name}]
movements:
  - id: ${id}
    title: ${name}
    beats:
      - id: ${id}
        handler: ${id}#${name}
        rollback: ${name}
        with: { ${name}: { ${name}: ${name} } }
        when: inputs.${id} && ${id} > 0.2
        each: { ${id}: [${name}] }
        timeout: 5s
        emits: [${id}, '${id}.${id}']
        awaits: [${id}]
        measures: [${id}]
        evidence: [${id}]
        policies: [${id}]
        acceptance: [${name}]
`,
  };
};

/** Uses it where nothing of that name is declared. */
const lost = (name: string): Record<string, string> => {
  const id = idFor(name);
  // What begins with two underscores is reserved in expressions.
  const word = name.startsWith('__') ? id : name;
  return {
    'symphony.yaml': `${workspace(name, 'other').replace('other.ts', 'gone.ts')}goals: { ${name}: 0.5 }\n`,
    'domain.yaml': `${head('Domain', 'here')}owner: us\nnamespace: here\ndependsOn: [${id}]\npolicies: [${id}]\nsymphonies: [${id}]\nfiles: ['${name}']\n${name}: 1\n`,
    'policy.yaml': `${head('Policy', 'one')}statement: S\nassert: { over: beat, that: '${word} > 1 && beat.${word} == 1' }\n`,
    'gate.yaml': `${head('Policy', 'two')}statement: S\ngate: { that: '${word} > 1' }\n`,
    'play.yaml': `${head('Symphony', 'play')}domain: ${id}
key: ${name}
dynamics: ${name.slice(0, 8)}
levels: { ${name}: x }
inputs: { other: { type: bool } }
metrics: [${id}]
policies: [${id}, one, two]
completion: ['${word} > 0.1', '${word}.${word}']
scripts: { ${id}: { movement: ${id}, dynamics: '${name.slice(0, 8)}' } }
after: [{ symphony: ${id}, movement: ${id} }]
movements:
  - id: one
    title: One
    beats:
      - { id: a, handler: '${name}#${name}', when: 'inputs.${word} && ${word}', from: ${name.slice(0, 8)} }
      - { id: b, handler: '${name}', needs: [${id}], emits: ['${id}'], awaits: ['${id}'], measures: [${id}] }
      - { id: c, perform: ${id}, when: '${word}', rollback: 'other#${name}' }
      - { id: d, probe: { run: ['${name}'], expect: '${word} == exit' } }
`,
  };
};

async function outcome(files: Record<string, string>) {
  const { verdict, plans } = await compileFiles(files);
  const { diagnostics, rules, summary } = verdict;
  return JSON.stringify({ diagnostics, rules, summary, plans: plans.map(({ plan }) => plan) });
}

/** With the one name for the other, and without digests. */
const renamed = (text: string, from: string, to: string): unknown =>
  JSON.parse(
    text
      .replaceAll(idFor(from), idFor(to))
      .replaceAll(from, to)
      .replaceAll(from.slice(0, 8), to.slice(0, 8))
      .replace(/[0-9a-f]{64}/g, 'digest'),
  );

describe.each(twins)('%s', (name, twin) => {
  it.each([
    ['declared and used', sound],
    ['used without being declared', lost],
  ])('%s', async (_, files) => {
    const [own, other] = [await outcome(files(name)), await outcome(files(twin))];
    expect(own).not.toContain('INTERNAL_ERROR');
    expect(renamed(own, name, twin)).toEqual(renamed(other, twin, twin));
  });
  it('stands in the plan wherever it was chosen', async () => {
    const { plans } = await compileFiles(sound(name));
    const id = idFor(name);
    const [{ plan }] = plans as [(typeof plans)[number]];
    expect(Object.entries(plan.handlers).map(([alias, { path }]) => [alias, path])).toEqual([[id, `${id}.ts`]]);
    expect(plan.completion[0]!.variables).toEqual({ [id]: { type: 'double', unit: 'ratio' } });
    expect(Object.keys(plan.inputs)).toEqual([id]);
    expect(plan.events.map((event) => event.name)).toEqual([id, `${id}.${id}`]);
    expect(Object.entries(plan.movements[0]!.steps[0]!.with ?? {})).toHaveLength(1);
  });
});
