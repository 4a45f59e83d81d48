/**
 * What people state as evidence with their approvals: the hypotheses behind a release, and how it is used. Both are JSON.
 *
 * `mvp-hypothesis`: `{ "hypotheses": [{ "id": "…", "statement": "…", "measure": "…", "atLeast": 0.2 }] }`, or `atMost`.
 * `usage-data`: `{ "measures": { "…": 0.25 }, "satisfaction": 0.8 }`, satisfaction from 0 to 1.
 */
import type { EvidenceRecord, RunRecord } from '../common/history.ts';

interface Hypothesis {
  readonly id: string;
  readonly statement: string;
  readonly measure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Usage {
  readonly measures: Readonly<Record<string, number>>;
  readonly satisfaction: number;
}

export type Evaluated = {
  readonly id: string;
  readonly statement: string;
  readonly value: number | null;
  readonly result: 'confirmed' | 'refuted' | 'open';
};

function contentOf({ content, encoding }: Pick<EvidenceRecord, 'content' | 'encoding'>): unknown {
  if (typeof content === 'object') return content;
  return JSON.parse(encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content);
}

/** The newest evidence of that id as an object. Throws when there is none, or it cannot be read. */
function evidenceIn(records: readonly RunRecord[], id: string): { readonly found: object; readonly where: string } {
  for (const { run, evidence } of records) {
    const record = evidence.findLast((one) => one.evidence === id);
    if (!record) continue;
    const where = `the evidence \`${id}\` of run ${run}`;
    try {
      const found = contentOf(record);
      if (typeof found === 'object' && found !== null) return { found, where };
    } catch {
      // Said below, for whatever is no object.
    }
    throw new Error(`${where} is no JSON object; give it again, in the form that the pipeline describes`);
  }
  throw new Error(`nobody has given the evidence \`${id}\`; give it with the approval that asks for it`);
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export function readHypotheses(records: readonly RunRecord[]): readonly Hypothesis[] {
  const { found, where } = evidenceIn(records, 'mvp-hypothesis');
  const { hypotheses } = found as { readonly hypotheses?: unknown };
  if (!Array.isArray(hypotheses) || hypotheses.length === 0) throw new Error(`${where} states no hypothesis`);
  for (const { id, measure, atLeast, atMost } of hypotheses as Partial<Hypothesis>[])
    if (!id || !measure || (!isNumber(atLeast) && !isNumber(atMost)))
      throw new Error(`${where}: every hypothesis needs \`id\`, \`measure\`, and \`atLeast\` or \`atMost\``);
  return hypotheses as Hypothesis[];
}

export function readUsage(records: readonly RunRecord[]): Usage {
  const { found, where } = evidenceIn(records, 'usage-data');
  const { measures, satisfaction } = found as Partial<Usage>;
  if (typeof measures !== 'object' || measures === null) throw new Error(`${where} has no \`measures\``);
  if (!isNumber(satisfaction) || satisfaction < 0 || satisfaction > 1)
    throw new Error(`${where}: \`satisfaction\` is a number from 0 to 1`);
  return { measures, satisfaction };
}

/** Confirmed or refuted where its measure has a value; open where it has none. */
export function evaluate(hypotheses: readonly Hypothesis[], { measures }: Usage): Evaluated[] {
  return hypotheses.map(({ id, statement, measure, atLeast = -Infinity, atMost = Infinity }) => {
    const value = measures[measure];
    if (!isNumber(value)) return { id, statement, value: null, result: 'open' };
    return { id, statement, value, result: value >= atLeast && value <= atMost ? 'confirmed' : 'refuted' };
  });
}

export const evaluationRate = (evaluated: readonly Evaluated[]): number =>
  evaluated.filter(({ result }) => result !== 'open').length / evaluated.length;
