/** One mistake is one finding: what follows from it is not told too. */
import { expect, it } from 'vitest';
import { beat, domain, metric, movement, movements, policy, symphony } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';

const files = (...beats: string[]): Record<string, string> => ({
  'build.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', ...beats)) }),
});

it('a beat that needs itself', async () => {
  const self = beat('a', 'run: [make]', 'timeout: 5s', 'needs: [a]');
  expect(await seenIn(files(self, beat('b'), beat('c')))).toEqual([
    {
      code: 'CIRCULAR_DEPENDENCY',
      at: 'play.yaml:14 a',
      message: 'the beat `a` waits for itself: `a → a`',
      help: 'take this name out',
      notes: [],
    },
  ]);
});

const codesIn = async (content: Record<string, string>): Promise<string[]> =>
  (await seenIn(content)).map(({ code }) => code);

it('a misspelt name, which does not leave its target without a use', async () => {
  const one = (play: string, more: Record<string, string> = {}) =>
    codesIn({ 'build.yaml': domain(), 'play.yaml': play, ...more });
  const play = (extra: string | undefined, ...fields: string[]): string =>
    symphony({ extra, movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', ...fields))) });
  expect(
    await one(play(undefined, 'measures: [cache_hit_rat]'), { 'cache_hit_rate.yaml': metric('cache_hit_rate') }),
  ).toEqual(['METRIC_NOT_FOUND']);
  expect(
    await one(play('policies: [sealde]'), { 'sealed.yaml': policy('sealed', 'attest: { evidence: seal }') }),
  ).toEqual(['POLICY_NOT_FOUND']);
  expect(await one(play('events: [build.done]', 'emits: [build.doen]'))).toEqual(['INVALID_EVENT_REFERENCE']);
  expect(await one(play(undefined).replace('domain: build', 'domain: biuld'))).toEqual(['DOMAIN_NOT_FOUND']);
});

it('an id that another beat has already', async () => {
  const needing = beat('c', 'run: [make]', 'timeout: 5s', 'needs: [b]');
  expect(await codesIn(files(beat('a'), beat('a'), needing))).toEqual(['BEAT_DUPLICATE']);
});

it('a copied document, whatever its file is called', async () => {
  const content = { ...files(beat('a')), 'build-copy.yaml': domain(), 'zz.yaml': domain() };
  expect((await seenIn(content)).map(({ code, at, notes }) => [code, at, notes])).toEqual([
    ['DUPLICATE_ID', 'build-copy.yaml:3 build', ['build.yaml:3 build: `build` is defined here']],
    ['DUPLICATE_ID', 'zz.yaml:3 build', ['build.yaml:3 build: `build` is defined here']],
  ]);
});

it('a changed id, for which no other document is suggested', async () => {
  const tour = symphony({
    id: 'tour',
    movements: movements(movement('one', beat('a', 'perform: play-b', 'timeout: 5s'))),
  });
  const content = {
    'build.yaml': domain(),
    'tour.yaml': tour,
    'play-a.yaml': symphony({ id: 'play-a' }),
    'play-b.yaml': symphony({ id: 'assemble' }),
  };
  const [found] = (await seenIn(content)).filter(({ code }) => code === 'SYMPHONY_NOT_FOUND');
  expect(found).toMatchObject({ help: 'the document in the file of that name has the id `assemble`' });
  expect(found).not.toHaveProperty('fixed');
  expect((await seenIn({ ...content, 'play-b.yaml': domain('play-b') })).map(({ help }) => help)).toContain(
    'did you mean `play-a`?',
  );
});

it('times that exceed a budget, in one form and with the beats that cost most', async () => {
  const slow = (id: string, timeout: string) => beat(id, 'run: [make]', `timeout: ${timeout}`);
  const beats = [slow('a', '1200s'), slow('b', '10s'), slow('c', '30s'), slow('d', '1s')];
  const play = symphony({ extra: 'budget: 600s', movements: movements(movement('one', ...beats)) });
  expect(await seenIn({ 'build.yaml': domain(), 'play.yaml': play })).toMatchObject([
    {
      at: 'play.yaml:7 600s',
      message: 'the beats on the critical path of `play` may take 20m 41s, more than its budget of 10m',
      help: 'most of it goes to `a` (20m), `c` (30s) and `b` (10s)',
    },
  ]);
});
