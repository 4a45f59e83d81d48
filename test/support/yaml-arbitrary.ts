/** Arbitrary YAML: documents as a person could write them, and strings of tokens that mostly are none. */
import fc from 'fast-check';
import { stringify } from 'yaml';

const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('node'), { maxLength: 4 }),
  map: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', 'id', 'b:c', '__proto__', '1', 'true')), tie('node'), {
    maxKeys: 4,
  }),
})).map;

/** What the `yaml` package writes for arbitrary values, in several styles. */
export const generatedYaml = fc
  .tuple(
    value,
    fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
    fc.boolean(),
    fc.constantFrom('block', 'flow', 'any'),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([content, defaultStringType, indentSeq, collectionStyle, lineEnd]) =>
    stringify(content, {
      defaultStringType: defaultStringType as 'PLAIN',
      defaultKeyType: 'PLAIN',
      indentSeq,
      collectionStyle: collectionStyle as 'any',
    }).replaceAll('\n', lineEnd),
  );

const tokens = [
  'a',
  'b',
  'key',
  '1',
  '-1.5',
  '1e3',
  '0x1f',
  'true',
  'null',
  '~',
  '.inf',
  ': ',
  ':',
  '- ',
  '-',
  '? ',
  '\n',
  '\n',
  '\n  ',
  '\n    ',
  '\n- ',
  '\n  - ',
  ' ',
  '  ',
  '\t',
  '[',
  ']',
  '{',
  '}',
  ', ',
  ',',
  '"',
  "'",
  '"x"',
  "'y'",
  '#',
  ' # c',
  '|\n',
  '>\n',
  '&x ',
  '*x',
  '!t ',
  '---\n',
  '...\n',
  '\\',
  '@',
  '%',
  '\r\n',
  '""',
  'a: ',
  'b:\n  ',
  '<<: ',
  'é',
  '😀',
];

export const yamlSoup = fc.array(fc.constantFrom(...tokens), { maxLength: 24 }).map((parts) => parts.join(''));
