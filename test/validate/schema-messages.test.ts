/**
 * What is said about values that do not fit their schema: where, why, what to write instead, and what the fix makes of it.
 */
import { describe, expect, it } from 'vitest';
import { domain, metric, workspace } from '../../compiler/rules/example.ts';
import { inBeat, inSymphony, only, seenIn } from '../support/mistakes.ts';

const codes = ['SCHEMA_VIOLATION', 'UNKNOWN_FIELD'];

describe('values of another type', () => {
  it.each<[text: string, message: string, help: string, fixed?: string]>([
    [
      'budget: 60',
      '`budget` must be a duration, not the number 60',
      'a duration is a whole number with a unit: `60s` or `60ms`',
    ],
    [
      'budget: 1.5',
      '`budget` must be a duration, not the number 1.5',
      'a duration is a whole number with a unit: `5s` or `500ms`',
    ],
    ['budget: [5s]', '`budget` must be a duration, not a list', 'write `5s` without a list'],
    [
      'budget: true',
      '`budget` must be a duration, not true',
      'write a whole number above zero and a unit, such as `500ms`',
    ],
    [
      'framework: 1.10',
      '`framework` must be text, not the number 1.1',
      'put it in quotes: `"1.10"`',
      'framework: "1.10"',
    ],
    ['framework: true', '`framework` must be text, not true', 'put it in quotes: `"true"`', 'framework: "true"'],
    ['framework: [a, b]', '`framework` must be text, not a list', 'write one text, such as `SAFe`'],
    [
      'outputs:\n  - note: all',
      'this item of `outputs` must be text, not a mapping',
      'a colon with a blank makes it a mapping; put it in quotes: `"note: all"`',
      '- "note: all"',
    ],
    ['capacity: "5"', '`capacity` must be a whole number, not the text "5"', 'write `5` without quotes', 'capacity: 5'],
    ['capacity: 1.5', '`capacity` must be a whole number, not the number 1.5', 'write `4`, for example'],
    ['capacity: [4]', '`capacity` must be a whole number, not a list', 'write `4`, for example'],
    ['tempo: fast', '`tempo` must be a number, not the text "fast"', 'write `120`, for example'],
    [
      'events: [{ name: a.b, once: yes }]',
      '`once` must be true or false, not the text "yes"',
      'write `true`',
      'events: [{ name: a.b, once: true }]',
    ],
    [
      'events: [{ name: a.b, once: "false" }]',
      '`once` must be true or false, not the text "false"',
      'write `false`',
      'events: [{ name: a.b, once: false }]',
    ],
    [
      'events: [5]',
      'this item of `events` must be text or a mapping, not the number 5',
      'write `build.context.loaded`, for example',
    ],
    [
      'events: build.done',
      '`events` must be a list, not the text "build.done"',
      'write `[build.done]`',
      'events: [build.done]',
    ],
    [
      'metrics: speed, size',
      '`metrics` must be a list, not the text "speed, size"',
      'write `[speed, size]`',
      'metrics: [speed, size]',
    ],
    [
      'outputs: one, two',
      '`outputs` must be a list, not the text "one, two"',
      'write `["one, two"]`',
      'outputs: ["one, two"]',
    ],
    [
      'policies: { a: b }',
      '`policies` must be a list, not a mapping',
      'write a list, such as `[strict-order, std/beats-have-timeouts]`; in lines of their own, entries begin with `-`',
    ],
    [
      'after: nightly',
      '`after` must be a list, not the text "nightly"',
      'write a list, such as `[{ symphony: build-pipeline, when: "governance_policy_violations > 0" }]`',
    ],
    ['claims: 39', '`claims` must be a mapping, not the number 39', 'write `{ beats: 39 }`, for example'],
    ['labels: [a]', '`labels` must be a mapping, not a list', 'write `{ framework: SAFe }`, for example'],
  ])('%s', async (text, message, help, fixed) => {
    expect(await only(inSymphony(text))).toMatchObject({
      code: 'SCHEMA_VIOLATION',
      message,
      help,
      ...(fixed ? { fixed } : {}),
    });
    expect((await only(inSymphony(text))).fixed).toBe(fixed);
  });

  it.each<[run: string, help: string, fixed?: string]>([
    ['node --version', 'write `[node, --version]`', 'run: [node, --version]'],
    ['"sleep 5"', 'write `[sleep, "5"]`', 'run: [sleep, "5"]'],
    ['npm run lint:all', 'write `[npm, run, lint:all]`', 'run: [npm, run, lint:all]'],
    [
      'make && make install',
      'write the words as a list, such as `[npm, run, lint]`; a shell is used only when it is named: `[sh, -c, "…"]`',
    ],
    [
      'echo "a b"',
      'write the words as a list, such as `[npm, run, lint]`; a shell is used only when it is named: `[sh, -c, "…"]`',
    ],
  ])('a command as one text: %s', async (run, help, fixed) => {
    const found = await only(inBeat(`run: ${run}`, 'timeout: 5s'));
    expect(found).toMatchObject({ message: expect.stringMatching(/^`run` must be a list, not the text "/), help });
    expect(found.fixed).toBe(fixed);
  });

  it('nothing at all', async () => {
    expect(await only(domain().replace('title: Title of build', 'title:'))).toMatchObject({
      at: 'a.yaml:4 title',
      message: '`title` is empty',
      help: 'write text, such as `Build Pipeline Symphony`',
    });
    expect(await only(inSymphony('budget: ~'))).toMatchObject({
      at: 'a.yaml:7 budget',
      message: '`budget` is empty',
      help: 'write a duration, such as `500ms`, or remove the field',
    });
    expect(await only(inSymphony('policies:\n  - a\n  -'))).toMatchObject({
      message: 'this item of `policies` is empty',
    });
    expect(await only(domain().replace('active', ''))).toMatchObject({
      at: 'a.yaml:5 status',
      message: '`status` is empty',
      help: 'write `draft`, `active` or `deprecated`',
    });
  });
});

const domainOf = (id: string): string => domain().replace('id: build', `id: ${id}`);

describe('texts of another form', () => {
  it.each<[text: string, message: string, help: string, fixed?: string]>([
    [domainOf('My Build'), '`id` is "My Build", which is not an identifier', 'did you mean `my-build`?'],
    [
      domainOf('BuildHTTPServer'),
      '`id` is "BuildHTTPServer", which is not an identifier',
      'did you mean `build-http-server`?',
    ],
    [
      domainOf('3d'),
      '`id` is "3d", which is not an identifier',
      'use lower-case letters, digits and single hyphens, starting with a letter, such as `build-pipeline`',
    ],
    [
      domainOf(`${'a'.repeat(60)} ${'b'.repeat(60)}`),
      expect.stringContaining('which is not an identifier') as string,
      expect.stringMatching(/^use /) as string,
    ],
    [
      metric('cache-hitRate'),
      '`id` is "cache-hitRate", which is not a metric identifier',
      'did you mean `cache_hit_rate`?',
    ],
    [
      domain('a').replace('namespace: a', 'namespace: Build.Main Part'),
      '`namespace` is "Build.Main Part", which is not a namespace',
      'did you mean `build.main-part`?',
    ],
    [
      inSymphony('scripts: { "Build:All of it": {} }'),
      'a name in `scripts` is "Build:All of it", which is not a script name',
      'did you mean `build:all-of-it`?',
    ],
    [
      inSymphony('inputs: { dryRun: { type: bool } }'),
      'a name in `inputs` is "dryRun", which is not an input name',
      'did you mean `dry_run`?',
    ],
    [
      inSymphony('budget: 5 minutes'),
      '`budget` is "5 minutes", which is not a duration',
      'did you mean `5m`?',
      'budget: 5m',
    ],
    [
      inSymphony('budget: soon'),
      '`budget` is "soon", which is not a duration',
      'write a whole number above zero and a unit, such as `500ms`',
    ],
    [
      inBeat('run: [make]', 'each: { Package: [a] }'),
      'a name in `each` is "Package", which is not a variable name',
      'did you mean `package`?',
    ],
    [
      inBeat('probe: { http: "localhost:80/x", expect: "true" }'),
      '`http` is "localhost:80/x", which is not a web address',
      'did you mean `http://localhost:80/x`?',
    ],
    [
      domain().replace('active', 'activ'),
      '`status` is "activ", but must be `draft`, `active` or `deprecated`',
      'did you mean `active`?',
      'status: active',
    ],
  ])('%#', async (text, message, help, fixed) => {
    const found = await only(text);
    expect(found).toMatchObject({ message, help });
    expect(found.fixed).toBe(fixed);
  });
  it('codes and aliases of a workspace', async () => {
    const text = workspace('build.yaml', 'severities: { timeoutMissing: major }\nhandlers: { Build Tools: a.ts }');
    const found = await seenIn({ 'symphony.yaml': text, 'build.yaml': domain() }, ...codes);
    expect(found.map(({ message, help }) => [message, help])).toEqual([
      ['a name in `severities` is "timeoutMissing", which is not a code', 'did you mean `TIMEOUT_MISSING`?'],
      ['a name in `handlers` is "Build Tools", which is not an alias', 'did you mean `build-tools`?'],
    ]);
  });
});

describe('limits', () => {
  it('an item that is named twice', async () => {
    expect(await only(inSymphony('metrics: [a, b, a]'))).toMatchObject({
      at: 'a.yaml:7 a',
      message: '`metrics` names "a" twice',
      notes: ['a.yaml:7 a: first named here'],
    });
  });
  it.each([
    ['capacity: 0', '`capacity` is 0; the least is 1'],
    ['capacity: 2000', '`capacity` is 2000; the most is 1024'],
    [`framework: ${'x'.repeat(121)}`, '`framework` has 121 characters; the most is 120'],
    ['purpose: ""\nevents: [""]', 'this item of `events` is empty'],
  ])('%s', async (text, message) => {
    expect(await only(inSymphony(text))).toMatchObject({ message });
  });
});

describe('limits and names of events', () => {
  it.each(['0s', '000ms'])('a limit of %s', async (text) => {
    expect(await only(inSymphony(`budget: ${text}`))).toMatchObject({
      message: `\`budget\` is "${text}", which leaves no time at all`,
      help: 'write a whole number above zero and a unit, such as `500ms`',
    });
    expect((await only(inBeat('run: [make]', `timeout: ${text}`))).message).toContain('leaves no time at all');
  });
  it('a pause of nothing is none', async () => {
    const text = inBeat('run: [make]', 'timeout: 5s', 'retry: { attempts: 2, backoff: 0s }', 'idempotent: true');
    expect(await seenIn({ 'build.yaml': domain(), 'a.yaml': text }, ...codes)).toEqual([]);
  });
  it.each([
    ['"Shop Build!"', 'shop-build'],
    ['Shop.BuildDone', 'shop.build-done'],
    ['{ name: shop..done }', 'shop.done'],
    ['"?"', undefined],
  ])('the event %s', async (event, near) => {
    const found = await only(inSymphony(`events: [${event}]`));
    expect(found.message).toContain('which is not an event name');
    expect(found.help).toBe(
      near
        ? `did you mean \`${near}\`?`
        : 'use lower-case words with dots between them, such as `build.context.loaded`',
    );
  });
});
