/** Beats that share an id are reported; nothing waits for itself for ever. */
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { diagnose } from '../support/workspace.ts';

it('two beats of one movement with one id, one after the other', async () => {
  const play = symphony({ movements: movements(movement('one', beat('a', 'run: [make]'), beat('a', 'run: [make]'))) });
  const found = await diagnose({ 'build.yaml': domain(), 'play.yaml': play });
  expect(found.map(({ code }) => code)).toContain('BEAT_DUPLICATE');
});
