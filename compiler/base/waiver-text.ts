/** A waiver in a line. */
import { printable } from '../../runtime/core/text.ts';
import type { Waiver } from '../model/diagnostic.ts';

export const waiverText = ({ owner, until, reason }: Waiver): string =>
  `until ${until} by ${printable(owner)}: ${printable(reason)}`;
