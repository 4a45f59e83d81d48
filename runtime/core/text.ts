/** Text for one line of a terminal or log. */

/** Control and direction characters as escapes, so that no text breaks a line or moves a cursor. */
export const oneLine = (text: string): string =>
  text.replace(
    /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
