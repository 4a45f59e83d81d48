/** Tabs that indent: what the parser says of them, and of the lines below, blames lines that are right. */
import { indentOf, lineStart, type Span, type SyntaxProblem } from './syntax-text.ts';

const tabbed = /^ *(\t+)[ \t]*[^\s#]/;

/** The tabs that indent the line at `offset`. */
export function tabsIndenting(text: string, offset: number): Span | undefined {
  const start = lineStart(text, offset);
  const feed = text.indexOf('\n', start);
  const tabs = tabbed.exec(text.slice(start, feed === -1 ? undefined : feed))?.[1];
  if (tabs === undefined) return undefined;
  const { offset: at } = indentOf(text, start);
  return [at, at + tabs.length];
}

/** Of the lines from the one of `offset` on, those that tabs indent. Inside a text of several lines a tab is text. */
export function allTabsIndenting(text: string, offset: number): Span[] {
  const found: Span[] = [];
  let literal = Number.POSITIVE_INFINITY;
  for (let start = lineStart(text, offset); start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end);
    const { indent } = indentOf(text, start);
    const isBlank = line.trim() === '';
    if (!isBlank && indent <= literal) {
      const tabs = tabsIndenting(text, start);
      if (tabs) found.push(tabs);
      literal = /(?:^|[\s:-])[|>][-+\d]*(?:\s+#.*)?\s*$/.test(line) ? indent : Number.POSITIVE_INFINITY;
    }
    start = end + 1;
  }
  return found;
}

/** What to say of `count` tabs. */
export const tabProblem = (count: number): SyntaxProblem => ({
  problem: `${count === 1 ? 'a tab stands' : `${count} tabs stand`} where only blanks indent`,
  help: `put blanks in ${count === 1 ? 'its' : 'their'} place, two for each level`,
});
