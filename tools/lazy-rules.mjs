/**
 * A plugin for the bundler: the documentation and the examples of a rule are made when somebody reads them, which a check
 * never does. In the rule's file they stay plain values.
 */
import { readFile } from 'node:fs/promises';
import { parseSync } from 'oxc-parser';

const unread = ['doc', 'examples'];

export const lazyRules = {
  name: 'lazy-rules',
  setup({ onLoad }) {
    onLoad({ filter: /\.rule\.ts$/ }, async ({ path }) => ({
      contents: lazy(path, await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

function lazy(path, source) {
  const { program } = parseSync(path, source);
  const { declaration } = program.body.find(({ type }) => type === 'ExportDefaultDeclaration');
  const fields = declaration.arguments[0].properties.filter(({ key }) => unread.includes(key.name));
  if (fields.length !== unread.length) throw new Error(`${path} does not export a rule with ${unread.join(' and ')}`);
  return fields.reduceRight(
    (text, { start, end, key, value }) =>
      `${text.slice(0, start)}get ${key.name}() { return ${text.slice(value.start, value.end)}; }${text.slice(end)}`,
    source,
  );
}
