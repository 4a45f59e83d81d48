/** The fast parser and the full one: equal (values and spans) or handed over, never different. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceText } from '../../compiler/base/text.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { readCommonYaml } from '../../compiler/parse/common-yaml.ts';
import { readYaml } from '../../compiler/parse/yaml.ts';
import { generatedYaml, yamlSoup } from '../support/yaml-arbitrary.ts';

/** True when the fast parser took the text; fails when it saw something else than the full one. */
function agree(text: string): boolean {
  const source = sourceText('a.yaml', text);
  const fast = readCommonYaml(source);
  if (!fast) return false;
  const full = readYaml(source);
  expect(full.findings).toEqual([]);
  expect(fast.map(({ value, spans }) => ({ value, spans }))).toEqual(
    full.documents.map(({ value, spans }) => ({ value, spans })),
  );
  return true;
}

const shipped = readdirSync(new URL('../../symphonies', import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

describe('the two parsers', () => {
  it.each(shipped)('agree on symphonies/%s', (name) => {
    agree(readFileSync(new URL(`../../symphonies/${name}`, import.meta.url), 'utf8'));
  });
  it('agree on every example of every rule', () => {
    const texts = rules.flatMap((rule) => rule.examples.flatMap((example) => Object.values(example.files)));
    expect(texts.filter(agree).length).toBeGreaterThan(texts.length / 2);
  });
  it.each([
    'a: 1\nb: [x, "y z", {c: d}]\n',
    'a:\n- 1\n- b: 2\n  c: 3\nd: 4\n',
    'a:\n  - - 1\n    - 2\n  - {}\n',
    "# c\n---\na: 1 # d\n---\n# only a comment\n---\nb: 'it''s'\r\n",
    '{"a": [1, -2.5, true, null, "\\u00e9\\n"], "b":{}}\n',
    'a: [\n  x, # c\n  y\n  ]\n',
    'build:symphony: { dynamics: mf }\n"q": http://x/y#z\n',
    'a: 😀 ü\nb: -1\nc: 007\nd: 1.50\n',
  ])('take and agree on %j', (text) => {
    expect(agree(text)).toBe(true);
  });
  it.each([
    '[\n---\n]\n',
    '{a: 1,\n... : 2}\n',
    '[a,\n...\n]\n',
    'a: 1\n---\n\ufeffb: 2\n',
    '\ufeffa: 1\n',
    'a: \ufeffb\n',
    '<<: { a: 1 }\n',
    'a: {<<: 1}\n',
    'a: {? : 1}\n',
    ': 1\n',
    'a: 9007199254740993\n',
    'a: !!binary aGk=\n',
    '!foo a: 1\n',
  ])('leave %j to the full one', (text) => {
    expect(readCommonYaml(sourceText('a.yaml', text))).toBeUndefined();
  });
  it('agree on generated documents', () => {
    fc.assert(
      fc.property(generatedYaml, (text) => void agree(text)),
      { numRuns: 2000 },
    );
  });
  it('agree on soups of YAML tokens', () => {
    fc.assert(
      fc.property(yamlSoup, (text) => void agree(text)),
      { numRuns: 20000 },
    );
  });
});
