import { documentRule } from '../../diagnostics/define.ts';
import type { Beat } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** Looking and asking change nothing, unless the beat says that they do. */
const changesNothing = ({ effects, probe, approve }: Beat): boolean =>
  effects === 'none' || (effects === undefined && (probe !== undefined || approve !== undefined));

const play = (...beats: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', ...beats)) }),
});

export default documentRule<{ id: string; attempts: number }>()({
  code: 'RETRY_NOT_IDEMPOTENT',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'major',
  over: 'beat',
  doc: `A beat is tried again when it fails, and nothing says that it may be played twice. A first try that failed half-way has
left something behind; the second one may charge, publish or delete it again. Beats with \`effects: none\`, probes and
decisions leave nothing behind and may be repeated.

Make the work repeatable and say so with \`idempotent: true\`, state \`effects: none\` where the beat only reads, or leave out
\`retry\`.`,
  message: ({ id, attempts }) =>
    `the beat \`${id}\` is tried up to ${attempts} times, and nothing says that it may be played twice`,
  help: 'write `idempotent: true` once playing it twice has the effect of playing it once, or leave out `retry`',
  applies: ({ value }) => (value.retry?.attempts ?? 1) > 1,
  check: ({ node: { value, path }, report }) => {
    if (value.idempotent || changesNothing(value)) return;
    report({ params: { id: value.id, attempts: value.retry!.attempts }, at: [...path, 'retry', 'attempts'] });
  },
  examples: [
    {
      title: 'a command that is tried three times',
      files: play(beat('a', 'run: [make, publish]', 'retry: { attempts: 3 }', 'timeout: 5s')),
      expect: [{ file: 'play.yaml', line: 13, column: 28 }],
    },
    {
      title: 'a beat that says it is not idempotent, and a probe that says it has effects',
      files: play(
        beat('a', 'run: [make]', 'retry: { attempts: 2 }', 'idempotent: false', 'timeout: 5s'),
        beat('b', 'probe: { run: [make], expect: exit == 0 }', 'effects: local', 'retry: { attempts: 2 }'),
      ),
      expect: [
        { file: 'play.yaml', line: 13, column: 28 },
        { file: 'play.yaml', line: 19, column: 28 },
      ],
    },
    {
      title: 'what may be repeated, and what is tried once',
      files: play(
        beat('a', 'run: [make]', 'retry: { attempts: 3 }', 'idempotent: true'),
        beat('b', 'run: [make]', 'retry: { attempts: 3 }', 'effects: none'),
        beat('c', 'probe: { file: notes.txt, expect: exists }', 'retry: { attempts: 3 }'),
        beat('d', 'run: [make]', 'retry: { attempts: 1 }'),
      ),
      expect: [],
    },
  ],
});
