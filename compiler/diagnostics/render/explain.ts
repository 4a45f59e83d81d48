/** A rule's page for the terminal. The site shows the same text. */
import { styleText } from 'node:util';
import { printable } from '../../../runtime/core/text.ts';
import { compareText } from '../../base/text.ts';
import type { AnyRule, Example } from '../define.ts';

export function explain(rule: AnyRule, color: boolean): string {
  const bold = (text: string): string => (color ? styleText('bold', text, { validateStream: false }) : text);
  const facts = [
    `${rule.severity} by default`,
    `dimension ${rule.dimension}`,
    `aspect ${rule.aspect}`,
    ...(rule.fixable
      ? [`repaired by \`symphonyc fix${rule.fixable === 'safe' ? '' : ' --unsafe'}\` where an edit is suggested`]
      : []),
    ...(rule.draftable ? ['information in a draft'] : []),
  ];
  return `${bold(rule.code)}\n${facts.join(', ')}\n\n${rule.doc}\n${rule.examples.map((example) => exampleText(example, bold)).join('')}`;
}

function exampleText({ title, files, before = {}, expect }: Example, bold: (text: string) => string): string {
  const places = expect.map(({ file, line, column }) => `${file}:${line}:${column}`);
  const outcome = places.length === 0 ? 'nothing is reported' : `reported at ${places.join(', ')}`;
  const shown = Object.entries(files).filter(
    ([file]) => expect.length === 0 || expect.some((place) => place.file === file),
  );
  const earlier = Object.entries(before).filter(([file, text]) => files[file] !== text);
  const texts = [
    ...earlier.map(([file, text]) => fileText(`${file} at the revision`, text)),
    ...shown.map(([file, text]) => fileText(file, text)),
  ];
  return `\n${bold(`Example: ${title}`)} — ${outcome}\n${texts.join('')}`;
}

function fileText(name: string, text: string): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${printable(line)}`);
  return `  ${name}\n${lines.join('\n')}\n`;
}

/** All codes by dimension, one line each. */
export function overview(rules: readonly AnyRule[]): string {
  const width = Math.max(...rules.map((rule) => rule.code.length));
  const groups = [...new Set(rules.map((rule) => rule.dimension))].sort(compareText);
  return groups
    .map((dimension) => {
      const own = rules.filter((rule) => rule.dimension === dimension).sort((a, b) => compareText(a.code, b.code));
      const lines = own.map(
        (rule) => `  ${rule.code.padEnd(width)}  ${rule.severity.padEnd(8)}  ${firstSentence(rule.doc)}`,
      );
      return `${dimension}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

const firstSentence = (doc: string): string => doc.replaceAll('\n', ' ').split(/(?<=\.)\s/)[0] ?? '';
