/** Text of documents where an output has one line for it. */
import { printable } from '../../runtime/core/text.ts';

/** White space folded to single blanks; what would move a cursor or turn the text around it is shown as an escape. */
export const singleLine = (text: string | undefined): string => printable((text ?? '').replace(/\s+/g, ' ').trim());
