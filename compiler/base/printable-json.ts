/** JSON for people and terminals: hidden characters are escaped. Reads back the same. */
import { printableLiteral } from '../../runtime/core/text.ts';

export const printableJson = (value: unknown, indent = 2): string =>
  `${printableLiteral(JSON.stringify(value, null, indent))}\n`;
