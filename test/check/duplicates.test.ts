/** A document whose id is taken: said once, nothing else about it, and no way to a better score. */
import { expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { compileFiles } from '../support/plans.ts';

const symphony = starterFiles['symphonies/publish-notes.yaml']!;
const bad = symphony.replace('notes#writePage', 'notes#wirtePage').replace('domain: docs', 'domain: dcos');

const verdictOf = async (files: Readonly<Record<string, string>>): Promise<Verdict> =>
  (await compileFiles({ ...starterFiles, ...files })).workspace.verdict;
const codes = ({ diagnostics }: Verdict): string[] => diagnostics.map(({ code }) => code);

it('is reported as a duplicate only', async () => {
  const verdict = await verdictOf({ 'symphonies/z-copy.yaml': bad });
  expect(codes(verdict).filter((code) => code !== 'ID_FILE_MISMATCH')).toEqual(['DUPLICATE_ID']);
});

it('lowers every score that its checks are part of, however sound it is', async () => {
  const one = await verdictOf({ 'symphonies/publish-notes.yaml': bad });
  const two = await verdictOf({ 'symphonies/publish-notes.yaml': bad, 'symphonies/z-copy.yaml': symphony });
  expect(two.scores.overall).toBeLessThan(one.scores.overall!);
  for (const [i, { name, raw }] of two.scores.dimensions.entries())
    if (raw !== null) expect(raw, name).toBeLessThanOrEqual(one.scores.dimensions[i]!.raw!);
});

it('does not make a bad document disappear from the scores', async () => {
  const other = bad.replace('id: publish-notes', 'id: others');
  const apart = await verdictOf({ 'symphonies/others.yaml': other });
  const hidden = await verdictOf({ 'symphonies/z.yaml': bad });
  expect(hidden.scores.overall).toBeLessThanOrEqual(apart.scores.overall!);
});
