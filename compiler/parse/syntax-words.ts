/** Words for each code of the `yaml` package. Its messages are looked at only where one code stands for several mistakes. */
import type { ErrorCode } from 'yaml';
import { afterValue, emptyItem, missingComma, openBracket, openQuote, strayBracket } from './syntax-brackets.ts';
import { badIndent, fieldInList, keyOverLines, listInLine, noColon, secondColon, tooDeep } from './syntax-layout.ts';
import { tabProblem } from './syntax-tabs.ts';
import {
  indentOf,
  lineStart,
  quote,
  quoteRest,
  type SyntaxMistake,
  type SyntaxProblem,
  spanOf,
  tagHelp,
  wordAt,
} from './syntax-text.ts';

type Words = (mistake: SyntaxMistake) => SyntaxProblem;

/** Pairs of what a message of the package holds and what it means. */
type Meanings = readonly (readonly [RegExp, Words])[];

const byMessage =
  (meanings: Meanings, otherwise: Words): Words =>
  (mistake) =>
    (meanings.find(([pattern]) => pattern.test(mistake.message))?.[1] ?? otherwise)(mistake);

const always =
  (problem: string, help?: string): Words =>
  () => ({ problem, help });

const unexpected: Words = ({ text, start }) => ({ problem: `${quote(wordAt(text, start))} is not expected here` });

const missingBlank: Words = ({ text, start }) => ({
  problem: `a blank is missing before ${quote(wordAt(text, start))}`,
  help: 'put a blank there, or the whole text in quotes',
});

const missingChar = byMessage(
  [
    [/Missing closing/, openQuote],
    [/must end with/, openBracket],
    [/^Implicit map keys need/, noColon],
    [/^Missing ,/, missingComma],
    [/separated|^Missing space/, missingBlank],
    [
      /^Block collection cannot start/,
      always('a document begins in the line below `---`', 'begin a new line after `---`'),
    ],
    [
      /^Missing directives-end/,
      always('a line `---` is missing above this', 'write `---` between the directives and the document'),
    ],
    [
      /^Block scalars with more-indented/,
      always('the lines of this text do not begin at one column', 'indent its first lines like the others'),
    ],
  ],
  always('something is missing before this'),
);

const wrongHeader = always(
  'only `+`, `-` or a digit may follow the `|` or `>` of a text of several lines',
  'begin the text in the next line',
);

/** `when: !(a || b)` */
function blockHeader(mistake: SyntaxMistake): SyntaxProblem {
  const { text, start } = mistake;
  const before = text.slice(lineStart(text, start), start);
  const tag = /(?:^|[:-] +)(![\w(][^"'#]*)$/.exec(before)?.[1];
  const at = start - (tag?.length ?? 0);
  const help = tag === undefined ? undefined : tagHelp(text, at);
  if (help === undefined) return wrongHeader(mistake);
  const shown = wordAt(text, at + 1) === '(' ? '!' : `!${wordAt(text, at + 1)}`;
  return { problem: `the tag ${quote(shown)} is not known`, help, at: spanOf(at, shown) };
}

const unexpectedToken = byMessage(
  [
    [/block-seq-ind/, listInLine],
    [/flow-(?:seq|map)-end token in/, strayBracket],
    [/^Unexpected (?:,|empty item)/, emptyItem],
    [/^Block scalar header/, blockHeader],
    [/^Unexpected scalar token$/, afterValue],
    [/at node end/, (mistake) => (isLineStart(mistake) ? fieldInList(mistake) : afterValue(mistake))],
  ],
  unexpected,
);

const isLineStart = ({ text, start }: SyntaxMistake): boolean => indentOf(text, start).offset === start;

const badStart: Words = ({ text, start }) => ({
  problem: `a text cannot begin with ${text[start] === '`' ? 'a backtick' : quote(text[start] ?? '')}`,
  help: 'put it in quotes',
  write: quoteRest(text, start),
});

const badEscape: Words = ({ text, start }) => {
  const length = { x: 4, u: 6, U: 10 }[text[start + 1] ?? ''] ?? 2;
  const written = text.slice(start, start + length).replace(/[\s"].*$/s, '');
  return {
    problem: `${quote(written)} is no escape that YAML knows`,
    help: 'write a back slash as `\\\\`, or put the text in single quotes, in which nothing is escaped',
    at: spanOf(start, written),
  };
};

const badAlias: Words = ({ text, start }) => {
  const sign = text[start] ?? '';
  const what = sign === '&' ? 'names a value' : 'stands for a value that was named';
  return {
    problem: `${quote(sign)} ${what}, and the name is missing`,
    help: `put a text that begins with ${quote(sign)} in quotes`,
    write: quoteRest(text, start),
  };
};

const badTag: Words = ({ text, start, end }) => ({
  problem: `the tag ${quote(text.slice(start, end))} is not known`,
  help: tagHelp(text, start) ?? 'definitions need no tags: remove it, or put a text that begins with `!` in quotes',
});

const keyAsBlock = byMessage([[/^A block sequence/, badIndent]], (mistake) =>
  mistake.text.slice(mistake.start, mistake.end).includes('\n') ? tooDeep(mistake) : secondColon(mistake),
);

const words: Readonly<Record<ErrorCode, Words>> = {
  ALIAS_PROPS: always('an alias has no anchor and no tag of its own', 'remove what stands before it'),
  BAD_ALIAS: badAlias,
  BAD_COLLECTION_TYPE: badTag,
  BAD_DIRECTIVE: always(
    'this is no directive of YAML 1.2',
    'remove the line, or put a text that begins with `%` in quotes',
  ),
  BAD_DQ_ESCAPE: badEscape,
  BAD_INDENT: byMessage(
    [
      [/^Flow/, openBracket],
      [
        /^Block scalar/,
        always('this line of the text is not indented deeper than its field', 'indent it like the others'),
      ],
    ],
    badIndent,
  ),
  BAD_PROP_ORDER: always('an anchor or a tag stands before `-`, `?` or `:`', 'write it behind'),
  BAD_SCALAR_START: badStart,
  BLOCK_AS_IMPLICIT_KEY: keyAsBlock,
  BLOCK_IN_FLOW: missingComma,
  DUPLICATE_KEY: always('a key is written twice'),
  IMPOSSIBLE: unexpected,
  KEY_OVER_1024_CHARS: always('a key has more than 1024 characters', 'a colon is where the key ends'),
  MISSING_CHAR: missingChar,
  MULTILINE_IMPLICIT_KEY: keyOverLines,
  MULTIPLE_ANCHORS: always('a value has a second anchor', 'remove one of the two'),
  MULTIPLE_DOCS: unexpected,
  MULTIPLE_TAGS: always('a value has a second tag', 'remove one of the two'),
  NON_STRING_KEY: always('a key must be plain text'),
  RESOURCE_EXHAUSTION: always('the text nests too deep'),
  TAB_AS_INDENT: () => tabProblem(1),
  TAG_RESOLVE_FAILED: badTag,
  UNEXPECTED_TOKEN: unexpectedToken,
};

/** Describes a mistake by its code. */
export const describeSyntax = (code: string, mistake: SyntaxMistake): SyntaxProblem =>
  (Object.hasOwn(words, code) ? words[code as ErrorCode] : unexpected)(mistake);
