/** A terminal as far as a live view uses one: what stands on it after what was written. Throws for a sequence that it does not know. */
export interface Screen {
  write(text: string): void;
  /** The lines, without spaces at their ends and empty lines at the end. */
  lines(): string[];
  /** Whether the cursor is in the first column of an empty line, and the modes are as at the beginning. */
  isAtRest(): boolean;
}

export function openScreen(columns: number): Screen {
  const lines: string[] = [''];
  const modes = new Map([
    ['2026', false],
    ['7', true],
  ]);
  let row = 0;
  let column = 0;
  const put = (character: string): void => {
    if (column === columns) {
      if (modes.get('7')) {
        row++;
        column = 0;
      } else column--;
    }
    lines[row] = (lines[row] ?? '').padEnd(column).slice(0, column) + character + (lines[row] ?? '').slice(column + 1);
    column++;
  };
  const control = (parameters: string, end: string): void => {
    if (end === 'A') row = Math.max(0, row - Number(parameters));
    else if (end === 'K') lines[row] = parameters === '2' ? '' : (lines[row] ?? '').slice(0, column);
    else if (end === 'J') lines.splice(row, lines.length, (lines[row] ?? '').slice(0, column));
    else if ((end === 'h' || end === 'l') && modes.has(parameters.slice(1)))
      modes.set(parameters.slice(1), end === 'h');
    else if (end !== 'm') throw new Error(`an unknown sequence: ${parameters}${end}`);
  };
  return {
    write: (text) => {
      for (const [, parameters, end, character] of text.matchAll(/\x1b\[([0-9;?]*)([A-Za-z])|(.|\n)/gsu)) {
        if (end !== undefined) control(parameters ?? '', end);
        else if (character === '\r') column = 0;
        else if (character === '\n') {
          row++;
          column = 0;
          lines[row] ??= '';
        } else put(character!);
      }
    },
    lines: () =>
      lines
        .join('\n')
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    isAtRest: () => column === 0 && (lines[row] ?? '') === '' && modes.get('7') === true && modes.get('2026') === false,
  };
}
