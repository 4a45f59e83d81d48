/** Characters that are not shown as they are, and text in which they are made visible. The one definition of both. */

/**
 * Characters without a shape of their own, or that change how the text around them reads: control and format characters
 * (terminal escapes, bidirectional controls, zero-width characters, tags), line and paragraph separators, lone
 * surrogates. Variation selectors are marks and no part of this. A function, because making such a set takes a while and most
 * runs need none.
 */
const hidden = (): RegExp => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Most text is ASCII, which is quicker to tell. */
const plain = /^[\x20-\x7e]*$/;

/** Text for one line of a terminal or a file: hidden characters as escapes, line breaks and tabs included. */
export const printable = (text: string): string => replaceHidden(text, codePointEscape);

/** As `printable`, for text of several lines: line breaks (LF and CRLF) and tabs are kept. */
export const printableLines = (text: string): string =>
  replaceHidden(text, (c, offset) =>
    c === '\n' || c === '\t' || (c === '\r' && text[offset + 1] === '\n') ? c : codePointEscape(c),
  );

/** As `printable`, one character for one, where escapes would move what is aligned with the text. */
export const withStandIns = (text: string): string => replaceHidden(text, () => '\ufffd');

/** The same JSON or string literal without hidden characters. The line feeds of its layout are kept. */
export const printableLiteral = (source: string): string =>
  replaceHidden(source, (c) => (c === '\n' ? c : c.split('').map(unitEscape).join('')));

function replaceHidden(text: string, replacement: (c: string, offset: number) => string): string {
  if (plain.test(text)) return text;
  return text.replace(hidden(), (c: string, offset: number) =>
    (c === '\u200c' || c === '\u200d') && joins(text, offset) ? c : replacement(c, offset),
  );
}

const unitEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const codePointEscape = (c: string): string =>
  c.length === 1 ? unitEscape(c) : `\\u{${c.codePointAt(0)!.toString(16)}}`;

/** Scripts whose ordinary spelling chooses the shapes of letters by joiners. */
const isJoinedLetter = (c: string): boolean =>
  /^[\p{sc=Arab}\p{sc=Beng}\p{sc=Deva}\p{sc=Gujr}\p{sc=Guru}\p{sc=Knda}\p{sc=Mlym}\p{sc=Orya}\p{sc=Sinh}\p{sc=Taml}\p{sc=Telu}]$/u.test(
    c,
  );

const isEmoji = (c: string): boolean => /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u.test(c);

/** A joiner is kept where it does what it is for: in an emoji sequence, and between letters that it can join or part. */
function joins(text: string, offset: number): boolean {
  const before = /.\ufe0f?$/su.exec(text.slice(Math.max(0, offset - 3), offset))?.[0].replace('\ufe0f', '') ?? '';
  const after = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0);
  if (isJoinedLetter(before) && isJoinedLetter(after)) return true;
  return text[offset] === '\u200d' && isEmoji(before) && isEmoji(after);
}
