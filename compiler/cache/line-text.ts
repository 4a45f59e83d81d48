/** Texts that end where their line ends. On the start-up path: imports nothing. */

/** As it is, except where it would not end with the line or would be taken for one that was changed. */
export const toLine = (text: string): string =>
  text === '' || text.startsWith('"') || text.includes('\n') ? JSON.stringify(text) : text;

export const fromLine = (line: string): string => (line.startsWith('"') ? (JSON.parse(line) as string) : line);
