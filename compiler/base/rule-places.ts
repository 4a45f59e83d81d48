/** Places in order. */
import type { Place } from '../model/diagnostic.ts';
import { compareText } from './text.ts';

/** By file, then by line and column. */
export const byPlace = (a: Place, b: Place): number =>
  compareText(a.file, b.file) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column;
