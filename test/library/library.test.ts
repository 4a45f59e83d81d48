/** The policies that come with the tool: sound documents, each with what it finds and what it lets through. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { constantParts } from '../../compiler/base/reasoning/constant-parts.ts';
import { assertNames } from '../../compiler/base/reasoning/known-values.ts';
import { assertStructures, assertVariables } from '../../compiler/base/variables.ts';
import { bindDocument } from '../../compiler/bind/index.ts';
import { explainLibrary } from '../../compiler/cli/explain-policy.ts';
import { kinds, kindValidators } from '../../compiler/generated/kinds.ts';
import type { Policy } from '../../compiler/model/document.ts';
import type { Checked } from '../../compiler/pipeline.ts';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { library } from '../../compiler/stages/library.ts';
import { checkExpression, parseExpression } from '../../runtime/core/cel.ts';
import { buildSite } from '../support/sites.ts';
import { checkFiles, diagnose } from '../support/workspace.ts';

const files = readdirSync('library/policies');
const documents = files.map((file) => parse(readFileSync(`library/policies/${file}`, 'utf8')) as Policy);

const inOneMovement = (...beats: string[]): string => movements(movement('one', ...beats));
const run = (id: string, ...fields: string[]): string => beat(id, 'run: [make]', ...fields);
const external = run('send', 'effects: external');
const approve = (id: string, by: string): string => beat(id, `approve: { by: ${by} }`);
const whole = 'purpose: Made to be sold.';

/** What does not satisfy a policy, and what does: each is the end of a symphony. */
const cases: Readonly<Record<string, readonly [fails: string, holds: string]>> = {
  'approval-before-external-effects': [
    inOneMovement(external, approve('decide', 'owner')),
    inOneMovement(approve('decide', 'owner'), external),
  ],
  'beats-announce-their-end': [inOneMovement(run('a')), inOneMovement(run('a', 'emits: [build.done]'))],
  'beats-have-a-purpose': [inOneMovement(run('a')), inOneMovement(run('a', 'purpose: Makes it.'))],
  'beats-have-timeouts': [inOneMovement(run('a')), inOneMovement(run('a', 'timeout: 5s'), approve('b', 'owner'))],
  'beats-state-their-activity': [inOneMovement(run('a')), inOneMovement(run('a', 'activity: build'))],
  'deployments-are-verified': [
    inOneMovement(run('v', 'activity: verification'), run('a', 'activity: deployment')),
    inOneMovement(run('a', 'activity: deployment'), run('v', 'activity: verification')),
  ],
  'effects-are-declared': [inOneMovement(run('a')), inOneMovement(run('a', 'effects: none'), approve('b', 'owner'))],
  'external-effects-roll-back': [
    inOneMovement(external),
    inOneMovement(run('a', 'effects: external', 'rollback: x#undo'), run('b', 'effects: local')),
  ],
  'four-eyes': [
    inOneMovement(approve('a', 'owner'), approve('b', 'owner'), external),
    inOneMovement(approve('a', 'owner'), approve('b', 'auditor'), external),
  ],
  'handlers-have-tests': [
    inOneMovement(beat('a', 'handler: x#make')),
    inOneMovement(beat('a', 'handler: x#make', "test: 'test/a.test.ts#makes'"), run('b')),
  ],
  'movements-are-measured': [inOneMovement(run('a')), inOneMovement(run('a', 'measures: [speed]'), run('b'))],
  'movements-have-budgets': [inOneMovement(run('a')), `${inOneMovement(run('a'))}\n    budget: 5s`],
  'releases-leave-evidence': [
    inOneMovement(run('a', 'activity: release')),
    inOneMovement(run('a', 'activity: release', 'evidence: [record]'), run('b')),
  ],
  'retries-are-idempotent': [
    inOneMovement(run('a', 'retry: { attempts: 3 }')),
    inOneMovement(run('a', 'retry: { attempts: 3 }', 'idempotent: true'), run('b', 'retry: { attempts: 1 }')),
  ],
  'rollback-is-triggered': [
    inOneMovement(run('a', 'rollback: x#undo')),
    `rollback: { atomic: movement, on: [beat-failed] }\n${inOneMovement(run('a', 'rollback: x#undo'))}`,
  ],
  'snapshot-before-remediation': [
    inOneMovement(run('a', 'activity: remediation'), run('s', 'activity: safety')),
    inOneMovement(run('s', 'activity: safety'), run('a', 'activity: remediation')),
  ],
  'symphonies-have-a-purpose': [
    `${whole}\n${inOneMovement(run('a'))}`,
    `${whole}\n${inOneMovement(run('a'))}\n    purpose: Makes it.`,
  ],
  'symphonies-have-budgets': [inOneMovement(run('a')), `budget: 5s\n${inOneMovement(run('a'))}`],
  'symphonies-have-owners': [inOneMovement(run('a')), `owner: team\n${inOneMovement(run('a'))}`],
  'symphonies-state-completion': [
    inOneMovement(run('a')),
    `${inOneMovement(run('a'))}\n    completion: ['speed > 0.5']`,
  ],
  'tests-follow-builds': [
    inOneMovement(run('t', 'activity: test'), run('a', 'activity: build')),
    inOneMovement(run('a', 'activity: build'), run('t', 'activity: test')),
  ],
};

const workspace = (policy: string, rest: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ extra: `policies: [std/${policy}]`, movements: rest }),
});

const isAssertion = ({ assert }: Policy): boolean => assert?.that !== undefined;

describe('the documents', () => {
  it('are sound, and each is in the file of its name', () => {
    for (const document of documents) expect(kindValidators.Policy(document), document.id).toBe(true);
    expect(documents.map(({ id }) => `${id}.yaml`)).toEqual(files.map((file) => basename(file)));
    expect(library.ids).toEqual(documents.map(({ id }) => `std/${id}`));
    for (const document of documents) expect(library.document(`std/${document.id}`)).toEqual(document);
  });
  it.each(documents.filter(isAssertion).map(({ id, assert }) => [id, assert!.over, assert!.that!] as const))(
    '%s is an assertion that can be true and false',
    (_, over, that) => {
      expect(checkExpression(that, assertVariables[over], assertStructures)).toEqual({ type: 'bool' });
      expect(constantParts(parseExpression(that)!, { ...assertNames(over), decided: new Map() })).toEqual([]);
    },
  );
});

describe('an assertion of the library', () => {
  it('has a case below', () => {
    expect(Object.keys(cases)).toEqual(documents.filter(isAssertion).map(({ id }) => id));
  });
  it.each(Object.entries(cases))('%s finds what does not satisfy it, and nothing else', async (id, [fails, holds]) => {
    const violations = async (rest: string) =>
      (await diagnose(workspace(id, rest))).filter(({ code }) => code === 'POLICY_VIOLATED');
    const [found, ...more] = await violations(fails);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ file: 'play.yaml', severity: library.document(`std/${id}`)!.severity, related: [] });
    expect(found!.message).toContain(`the policy \`std/${id}\``);
    expect(await violations(holds)).toEqual([]);
  });
});

describe('a requirement of the library', () => {
  const required = documents.filter((document) => !isAssertion(document));
  it('is one of each', () => {
    expect(required.map(({ assert }) => assert!.requires).sort()).toEqual([
      'acceptance',
      'rollback',
      'specification',
      'telemetry',
    ]);
  });
  it.each(required.map(({ id, assert }) => [id, assert!.requires] as const))(
    '%s applies to every beat',
    async (id, requires) => {
      const checked = (await checkFiles(workspace(id, inOneMovement(run('a'), run('b'))))) as Checked;
      const [document] = await checked.documents('play.yaml');
      const kind = kinds.find((one) => one.kind === 'Symphony')!;
      const { subjects } = bindDocument(document!, kind, checked.index.lookup);
      expect(subjects.application.map((one) => [one.subject, one.requires, one.policy?.id])).toEqual([
        ['play/one/a', requires, `std/${id}`],
        ['play/one/b', requires, `std/${id}`],
      ]);
    },
  );
});

describe('the library in use', () => {
  it('holds for what a domain, a movement and a beat list', async () => {
    const found = await diagnose({
      'domain.yaml': domain('build', 'policies: [std/symphonies-have-owners]'),
      'play.yaml': symphony({
        movements: movements(
          `${movement('one', run('a'))}\n    policies: [std/movements-have-budgets]`,
          movement('two', run('b', 'policies: [std/beats-have-timeouts]'), run('c')),
        ),
      }),
    });
    const violations = found.filter(({ code }) => code === 'POLICY_VIOLATED');
    expect(violations.map(({ subject }) => subject)).toEqual(['play', 'play/one', 'play/two/b']);
  });
  it('is what the index tells, each once', async () => {
    const files = workspace('four-eyes', inOneMovement(run('a', 'policies: [std/four-eyes, std/none]')));
    const { index, verdict } = (await checkFiles(files)) as Checked;
    expect(index.libraryInUse().map(({ id }) => id)).toEqual(['std/four-eyes']);
    expect(index.policies).toEqual([]);
    expect(verdict.summary.documents['Policy']).toBe(0);
    expect(verdict.diagnostics.map(({ code }) => code)).toContain('POLICY_NOT_FOUND');
  });
  it('is found although a document cannot be read', async () => {
    const broken = { 'broken.yaml': 'kind: Policy\nid: [' };
    const found = await diagnose({ ...workspace('fouur-eyes', inOneMovement(run('a'))), ...broken });
    expect(found.map(({ code }) => code)).toContain('POLICY_NOT_FOUND');
  });
});

describe('what is told about it', () => {
  it('is on the page of policies, with where it applies and without a file', async () => {
    const built = await buildSite({ ...workspace('four-eyes', inOneMovement(run('a'))) });
    const page = built.get('site/policies.html')!;
    const article = page.slice(page.indexOf('id="std/four-eyes"'), page.indexOf('</article>'));
    expect(article).toContain('Two roles approve');
    expect(article).toContain('href="symphonies/play.html"');
    expect(article).toContain('the library that comes with symphonyc');
    expect(article).not.toContain('Written at');
  });
  it('names every policy, and says of one how it holds and how it is applied', () => {
    for (const { id, statement } of documents)
      expect(explainLibrary('std')).toMatch(new RegExp(`std/${id} +${statement.replaceAll('.', '\\.')}`));
    const page = explainLibrary('std/four-eyes');
    expect(page).toContain('a.approver');
    expect(page).toContain('policies: [std/four-eyes]');
    expect(explainLibrary('std/effects-roll-back')).toContain('requires: rollback');
  });
  it('suggests the policy that was meant', () => {
    expect(() => explainLibrary('std/four-eye')).toThrow('there is no policy `std/four-eye`');
  });
});
