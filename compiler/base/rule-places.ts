/** Positions and places in order. */
import type { Place, Position } from '../model/diagnostic.ts';
import { compareText } from './text.ts';

export const comparePositions = (a: Position, b: Position): number => a.line - b.line || a.column - b.column;

/** By file, then by line and column. */
export const byPlace = (a: Place, b: Place): number =>
  compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start);
