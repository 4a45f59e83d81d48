/** What is said about fields that do not exist, are missing or exclude one another, and about kinds. */
import { describe, expect, it } from 'vitest';
import { domain, metric, policy, symphony } from '../../compiler/rules/example.ts';
import { inBeat, inSymphony, only, type Seen, seenIn } from '../support/mistakes.ts';

describe('one of several fields', () => {
  const choices = '`handler`, `run`, `perform`, `probe` or `approve`';
  it('a beat with two actions', async () => {
    expect(await only(inBeat('run: [make]', 'timeout: 5s', 'handler: build#load'))).toMatchObject({
      at: 'a.yaml:11 id: a',
      message: `a beat has exactly one of ${choices}, but this beat has \`run\` and \`handler\``,
      notes: ['a.yaml:12 run: `run` is here', 'a.yaml:14 handler: `handler` is here'],
      help: 'keep one of them and remove the other',
    });
  });
  it('a beat without an action', async () => {
    expect(await only(inBeat('timeout: 5s'))).toMatchObject({
      at: 'a.yaml:11 id: a',
      message: `a beat has exactly one of ${choices}, but this beat has none`,
      help: 'add one of them, such as `handler: build#loadBuildContext`',
    });
  });
  it('a probe of two things', async () => {
    expect(await only(inBeat('probe: { file: x, run: [make], expect: "true" }'))).toMatchObject({
      at: 'a.yaml:12 probe',
      message: '`probe` has exactly one of `http`, `file` or `run`, but `probe` has `file` and `run`',
    });
  });
  it('a policy that holds in three ways', async () => {
    const text = policy('p', 'attest: { approval: x }\ngate: { that: "true" }\nassert: { over: beat, that: "true" }');
    expect(await only(text)).toMatchObject({
      at: 'a.yaml:3 id: p',
      message:
        'a policy has at most one of `assert`, `gate` or `attest`, but this policy has `attest`, `gate` and `assert`',
      notes: [
        'a.yaml:7 attest: `attest` is here',
        'a.yaml:8 gate: `gate` is here',
        'a.yaml:9 assert: `assert` is here',
      ],
      help: 'keep one of them and remove the others',
    });
  });
});

describe('fields that do not exist', () => {
  it.each<[what: string, text: string, message: string, near: string]>([
    ['a beat', inBeat('hander: build#load', 'timeout: 5s'), 'a beat has no field `hander`', 'handler'],
    ['a movement', symphony().replace('beats:', 'beast:'), 'a movement has no field `beast`', 'beats'],
    ['an event', inSymphony('events: [{ nam: a.b }]'), 'an event has no field `nam`', 'name'],
    ['an input', inSymphony('inputs: { a: { typ: int } }'), 'an input has no field `typ`', 'type'],
    ['a script', inSymphony('scripts: { a: { dynamic: p } }'), 'a script has no field `dynamic`', 'dynamics'],
    ['what it follows', inSymphony('after: [{ symfony: x }]'), 'a predecessor has no field `symfony`', 'symphony'],
    ['a probe', inBeat('probe: { htp: "http://x/", expect: "true" }'), '`probe` has no field `htp`', 'http'],
    ['a retry', inBeat('run: [make]', 'retry: { atempts: 2 }'), '`retry` has no field `atempts`', 'attempts'],
    ['an approval', inBeat('approve: { by: x, questoin: y }'), '`approve` has no field `questoin`', 'question'],
    ['a gate', policy('p', 'gate: { tat: "true" }'), '`gate` has no field `tat`', 'that'],
    ['a goal', metric('m', 'ratio', 'goal: { atleast: 1 }'), '`goal` has no field `atleast`', 'atLeast'],
    ['a symphony', inSymphony('policys: []'), 'a symphony has no field `policys`', 'policies'],
    ['a domain', domain('a', 'depends-on: []'), 'a domain has no field `depends-on`', 'dependsOn'],
  ])('%s', async (_, text, message, near) => {
    const found = await only(text);
    expect(found).toMatchObject({ code: 'UNKNOWN_FIELD', message, help: `did you mean \`${near}\`?` });
    expect(found.fixed).toContain(near);
  });
  it('a field that stands in the wrong place', async () => {
    expect(await only(inBeat('run: [make]', 'budget: 5s'))).toMatchObject({
      message: 'a beat has no field `budget`',
      help: '`budget` is a field of a symphony or a movement',
    });
  });
  it('a field unlike any other', async () => {
    expect(await only(inSymphony('claims: { people: 3 }'))).toMatchObject({
      message: '`claims` has no field `people`',
      help: 'the fields are `movements` and `beats`',
    });
  });
});

describe('fields that are missing', () => {
  it('several of a document', async () => {
    expect(await only(domain().replace('title: Title of build\nstatus: active\n', ''))).toMatchObject({
      at: 'a.yaml:3 id: build',
      message: 'this domain has no `title` and no `status`',
      help: 'add `title` (such as `Build Pipeline Symphony`) and `status` (`draft`, `active` or `deprecated`)',
    });
  });
  it('the id', async () => {
    expect(await only(domain().replace('id: build\n', ''))).toMatchObject({
      at: 'a.yaml:2 kind: Domain',
      message: 'this domain has no `id`',
    });
  });
  it('of a field, of an item and of a movement', async () => {
    expect(await only(inBeat('run: [make]', 'retry: { backoff: 5s }'))).toMatchObject({
      at: 'a.yaml:13 retry',
      message: '`retry` has no `attempts`',
      help: 'add `attempts` (such as `3`)',
    });
    expect(await only(inSymphony('after:\n  - when: "true"'))).toMatchObject({
      at: 'a.yaml:8 when: "true"',
      message: 'this predecessor has no `symphony`',
    });
    expect(await only(symphony().replace('    title: One\n', ''))).toMatchObject({
      at: 'a.yaml:8 id: one',
      message: 'this movement has no `title`',
    });
  });
  it('is not said where another field means it', async () => {
    expect(await only(domain().replace('title:', 'titel:'))).toMatchObject({
      code: 'UNKNOWN_FIELD',
      help: 'did you mean `title`?',
    });
  });
});

describe('the kind', () => {
  const kindIn = async (file: string, text: string): Promise<Seen | undefined> =>
    (await seenIn({ [file]: text }, 'KIND_UNKNOWN'))[0];
  it.each([
    [
      'misspelt',
      'a.yaml',
      domain().replace('Domain', 'Domian'),
      { at: 'a.yaml:2 Domian', help: 'did you mean `Domain`?' },
    ],
    ['missing', 'a.yaml', domain().replace('kind: Domain\n', ''), { at: 'a.yaml:2 id: build' }],
    ['empty', 'a.yaml', domain().replace('Domain', ''), { at: 'a.yaml:2 kind' }],
    ['of the root', 'symphony.yaml', 'apiVersion: symphonyc/v1\nkind: Domian\n', { help: 'write `kind: Workspace`' }],
  ])('%s', async (_, file, text, expected) => {
    expect(await kindIn(file, text)).toMatchObject(expected);
  });
});
