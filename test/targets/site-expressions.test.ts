/** The page of expressions names what the type checker knows, and what it names is known. */
import { beforeAll, describe, expect, it } from 'vitest';
import { assertStructures, assertVariables, probeVariables } from '../../compiler/base/variables.ts';
import { checkExpression, expressionFunctions, refusedFunctions } from '../../runtime/core/cel.ts';
import { compileFiles, type Files } from '../support/plans.ts';
import { buildSite } from '../support/sites.ts';

let page: string;
beforeAll(async () => {
  page = (await buildSite({ 'notes.json': '{}' })).get('site/expressions.html')!.replaceAll('<wbr>', '');
});

const within = (from: string, to: string): string =>
  page.slice(page.indexOf(from), page.indexOf(to, page.indexOf(from)));

/** Name, type and note of each row of a table. */
const rowsOf = (part: string): string[][] =>
  [...part.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(([, name, rest]) =>
    [name!, ...rest!.split('</td>').slice(0, -1)].map((cell) =>
      cell
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
    ),
  );

describe('the page of expressions', () => {
  it.each(Object.keys(assertStructures))('names every field of %s with its type and what it is', (name) => {
    const rows = rowsOf(within(`<div class="structure" id="${name}">`, '</table>'));
    expect(rows.map(([field, type]) => [field, type])).toEqual(Object.entries(assertStructures[name]!));
    for (const [field, , note] of rows) expect([field, note]).toEqual([field, expect.stringMatching(/^[A-Z].*\.$/s)]);
  });
  it.each(Object.entries(probeVariables))('names what a probe with %s sees', (name, variables) => {
    const rows = rowsOf(within(`<caption class="hidden">Variables of a probe with ${name}`, '</table>'));
    expect(rows).toEqual(Object.entries(variables));
  });
  it('names the variables of each kind of assertion', () => {
    for (const [over, variables] of Object.entries(assertVariables))
      expect(page.replace(/<[^>]*>/g, '')).toContain(`${over} sees ${Object.keys(variables).join(' ')}`);
  });
  it('names every function that can be called and every one that is refused', () => {
    for (const signature of [...expressionFunctions().values()].flat())
      expect(page).toContain(`<li><code>${signature.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code></li>`);
    for (const name of Object.keys(refusedFunctions)) expect(page).toContain(`<dt><code>${name}</code></dt>`);
  });
});

describe('the type checker', () => {
  it('knows every function of the page by a call of it', () => {
    const values: Readonly<Record<string, string>> = {
      string: '"a"',
      int: '1',
      double: '1.0',
      bool: 'true',
      dyn: '1',
      list: '[1]',
      'list<string>': '["a"]',
      x: 'x',
      expression: 'x == 1',
    };
    for (const signature of [...expressionFunctions().values()].flat()) {
      const [, receiver, name, parameters] = /^(?:([\w<>]+)\.)?(\w+)\((.*)\): /.exec(signature)!;
      const given = parameters === '' ? [] : parameters!.split(', ').map((type) => values[type]);
      const call = `${receiver === undefined ? '' : `${values[receiver]}.`}${name}(${given.join(', ')})`;
      expect([call, checkExpression(call, {}).error]).toEqual([call, undefined]);
    }
  });
  it('takes every field of the page in an assertion of a document, and no other', async () => {
    const list = Object.entries(assertVariables).flatMap(([over, variables]) =>
      Object.values(variables).flatMap((variable) =>
        Object.keys(assertStructures[variable]!).map((field) => ({
          over,
          that: `size([${variable}.${field}]) == 1`,
        })),
      ),
    );
    const policies = [...list, { over: 'beat', that: 'beat.no_such_field == 1' }];
    const files: Files = {
      'policies.yaml': policies
        .map(
          (assert, i) =>
            `apiVersion: symphonyc/v1\nkind: Policy\nid: p${i}\ntitle: P\nstatus: active\nstatement: P.\nassert: ${JSON.stringify(assert)}\n`,
        )
        .join('---\n'),
    };
    const { verdict } = await compileFiles(files);
    const invalid = verdict.diagnostics.filter(({ code }) => code === 'EXPRESSION_INVALID');
    expect(invalid.map(({ subject }) => subject)).toEqual([`p${list.length}`]);
  });
});
