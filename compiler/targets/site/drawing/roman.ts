const numerals = [
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

/** How movements are numbered: 1 → I, 4 → IV. */
export function roman(value: number): string {
  let rest = value;
  let text = '';
  for (const [worth, sign] of numerals) {
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  }
  return text;
}
