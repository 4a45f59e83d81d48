/** One mistake is one finding: what follows from it is not told too. */
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
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
