/** Protected fields: who has to approve a change, and what counts as an approval. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bake, check, comparedFiles, gate, repository } from '../support/compared.ts';
import type { Repository } from '../support/git.ts';

describe('a protected field', () => {
  const approved = (who: string): string => `Loosen the gate\n\nApproved-by: ${who}\n`;
  const files = { 'd/sound.yaml': gate('0.9') };

  async function reason(made: Repository, base: string): Promise<string | undefined> {
    const { verdict } = await check(made.root, '--against', base);
    const found = verdict.diagnostics.find(({ code }) => code === 'UNAUTHORIZED_CHANGE');
    if (found) expect(found).toMatchObject({ severity: 'critical', file: 'd/sound.yaml' });
    return verdict.against?.changes.find(({ unapproved }) => unapproved)?.unapproved?.reason;
  }

  it('that is not committed has no approval', async () => {
    const made = repository();
    made.write(files);
    expect(await reason(made, 'HEAD')).toBe('it is not committed yet');
  });
  it.each([
    ['of an approver, by address', 'Ada <ADA@example.org>', undefined],
    ['of an approver, by name', 'Grace Hopper', undefined],
    ['of somebody else', 'Eve <eve@example.org>', 'is approved by Eve, who is not entitled to'],
  ])('with the trailer %s', async (_, who, lacking) => {
    const made = repository();
    made.commit(approved(who), { files });
    const found = await reason(made, 'HEAD~1');
    if (lacking === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(lacking);
  });
  it('is not approved by a commit without a trailer, nor by a text in it', async () => {
    const made = repository();
    made.commit('Loosen\n\nApproved-by: Ada <ada@example.org>\n\nThis is not the last paragraph.', { files });
    expect(await reason(made, 'HEAD~1')).toContain('has no `Approved-by` trailer');
  });
  it('is not approved by its own author or co-author', async () => {
    const made = repository();
    made.commit(approved('Ada Lovelace <ada@example.org>'), { files, author: 'Ada <ada@example.org>' });
    expect(await reason(made, 'HEAD~1')).toContain('is approved by its own author only');
    const second = repository();
    second.commit(`${approved('Ada <ada@example.org>')}Co-authored-by: Ada L. <ada@example.org>\n`, { files });
    expect(await reason(second, 'HEAD~1')).toContain('is approved by its own author only');
  });
  it('needs the approval of the commit that changes it, not of one beside it', async () => {
    const made = repository();
    made.commit('Loosen', { files });
    made.commit(approved('Ada <ada@example.org>'), { files: { 'd/sound.yaml': `${gate('0.9')}# Looked at.\n` } });
    expect(await reason(made, 'HEAD~2')).toMatch(/^commit [0-9a-f]{10}, which changes it, has no/);
  });
  it('needs none of commits that change something else in the file', async () => {
    const made = repository();
    made.commit('Words', { files: { 'd/sound.yaml': gate('0.98').replace('So.', 'Thus.') } });
    made.commit(approved('Ada <ada@example.org>'), { files: { 'd/sound.yaml': gate('0.9').replace('So.', 'Thus.') } });
    made.commit('More words', { files: { 'd/sound.yaml': gate('0.9') } });
    expect(await reason(made, 'HEAD~3')).toBeUndefined();
  });
  it('may come through a merge, whose parts are approved', async () => {
    const made = repository();
    made.git('checkout', '--quiet', '-b', 'feature');
    made.commit(approved('Ada <ada@example.org>'), { files });
    made.git('checkout', '--quiet', 'main');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    const base = made.git('rev-parse', 'HEAD').trim();
    made.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature');
    expect(await reason(made, base)).toBeUndefined();
  });
  it('is not loosened by a merge that drops what the other side did', async () => {
    const made = repository();
    made.git('branch', 'feature');
    const base = made.commit('Stricter', { files: { 'd/sound.yaml': gate('0.99') } });
    made.git('checkout', '--quiet', 'feature');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    made.git('merge', '--quiet', '-s', 'ours', '-m', 'Merge', 'main');
    expect(await reason(made, base)).toContain('has no `Approved-by` trailer');
  });
  it('is not loosened by a merge after a change that was approved', async () => {
    const made = repository(comparedFiles());
    made.git('branch', 'feature');
    const base = made.commit('Stricter', { files: { 'd/sound.yaml': gate('0.99') } });
    made.commit(approved('Ada <ada@example.org>'), { files: { 'd/sound.yaml': gate('0.995') } });
    made.git('checkout', '--quiet', 'feature');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    made.git('merge', '--quiet', '-s', 'ours', '-m', 'Merge', 'main');
    expect(await reason(made, base)).toContain('has no `Approved-by` trailer');
  });
  it('needs no approval of a merge that brings what the revision has', async () => {
    const made = repository();
    made.git('branch', 'feature');
    const base = made.commit('Stricter', { files: { 'd/sound.yaml': gate('0.99') } });
    made.git('checkout', '--quiet', 'feature');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    made.git('merge', '--quiet', '-m', 'Merge', 'main');
    made.commit(approved('Ada <ada@example.org>'), { files });
    expect(await reason(made, base)).toBeUndefined();
  });
  it('is protected by the list of the revision, also against a change of that list', async () => {
    const made = repository();
    made.commit('Open', { files: { 'symphony.yaml': comparedFiles('')['symphony.yaml']!, ...files } });
    const { codes } = await check(made.root, '--against', 'HEAD~1');
    expect(codes.filter((one) => one.startsWith('UNAUTHORIZED'))).toEqual([
      'UNAUTHORIZED_CHANGE d/sound.yaml:8',
      'UNAUTHORIZED_CHANGE symphony.yaml:1',
    ]);
  });
  it('goes with the document that holds it', async () => {
    const made = repository();
    rmSync(join(made.root, 'd/sound.yaml'));
    made.write({ 'd/bake.yaml': bake().replace('policies: [sound]\n', '') });
    made.commit('Remove it');
    const { codes } = await check(made.root, '--against', 'HEAD~1');
    expect(codes).toContain('UNAUTHORIZED_CHANGE symphony.yaml:5');
  });
});
