import { symphonyCall } from '../../base/symphony-call.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (...runs: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'pack.yaml': symphony({ id: 'pack', extra: 'scripts: { pack:all: {}, pack:report: { report: true } }' }),
  'play.yaml': symphony({
    movements: movements(movement('one', ...runs.map((run, i) => beat(`b${i}`, `run: ${run}`, 'timeout: 5s')))),
  }),
});

export default documentRule<{ id: string; symphony: string }>()({
  code: 'CORRELATION_MISSING',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'minor',
  over: 'beat',
  doc: `A beat plays another symphony with a command: \`symphonyc run\`, an npm script that plays one, or a recipe of the
generated Justfile. The run it starts has a correlation id of its own, so nothing connects its events, metrics and evidence
with the run that called it; nor is it undone with that run.

Play the other symphony with \`perform\`, which hands the correlation id on. A command that must stay hands it on with
\`--correlation-id "$SYMPHONYC_CORRELATION_ID"\`.`,
  message: ({ id, symphony: other }) =>
    `the beat \`${id}\` plays \`${other}\` with a command, which drops the correlation id`,
  applies: ({ value }) => value.run !== undefined,
  check: ({ node: { value, path }, bound, report }) => {
    const call = symphonyCall(value.run!, bound.lookup);
    if (!call) return;
    report({
      params: { id: value.id, symphony: call.symphony },
      at: [...path, 'run', call.position],
      help: `write \`perform: ${call.symphony}\` instead of the command`,
    });
  },
  examples: [
    {
      title: 'commands that play a symphony',
      files: play(
        '[symphonyc, run, pack]',
        '[npx, --yes, symphonyc, run, --dynamics=f, pack]',
        '[npm, run, pack:all]',
        '[just, pack_ff]',
        '[sh, -c, "cd tools && symphonyc run pack"]',
      ),
      expect: [
        { file: 'play.yaml', line: 12, column: 31 },
        { file: 'play.yaml', line: 15, column: 57 },
        { file: 'play.yaml', line: 18, column: 25 },
        { file: 'play.yaml', line: 21, column: 21 },
        { file: 'play.yaml', line: 24, column: 23 },
      ],
    },
    {
      title: 'other commands, and one that hands the id on',
      files: play(
        '[symphonyc, check]',
        '[npm, run, pack:report]',
        '[npm, run, lint]',
        '[npm, ci]',
        '[just, build]',
        '[just, lint]',
        `[sh, -c, 'symphonyc run pack --correlation-id "$SYMPHONYC_CORRELATION_ID"']`,
      ),
      expect: [],
    },
    {
      title: 'a symphony that is performed',
      files: {
        ...play('[make]'),
        'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'perform: pack', 'timeout: 5s'))) }),
      },
      expect: [],
    },
  ],
});
