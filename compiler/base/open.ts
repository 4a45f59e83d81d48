/** Which diagnostics count towards the verdict. */
import type { Diagnostic } from '../model/diagnostic.ts';

/** Neither waived nor known from the baseline. */
export const isOpen = ({ waived, baselined }: Pick<Diagnostic, 'waived' | 'baselined'>): boolean =>
  !waived && baselined !== true;
