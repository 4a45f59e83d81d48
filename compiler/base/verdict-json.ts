/** The verdict as JSON: what `--format json` prints, `report/verdict.json` holds and the evidence seals. */
import type { Verdict } from '../model/verdict.ts';
import { printableJson } from './printable-json.ts';

/** Fields in the order of the schema, two spaces, one newline at the end. */
export const verdictJson = (verdict: Verdict): string => printableJson(verdict);
