import { phaseRule } from '../../diagnostics/define.ts';
import { symphony } from '../example.ts';

const play = (until: string): string =>
  symphony().replace(
    'domain: build',
    `domain: build # symphonyc-waive DOMAIN_NOT_FOUND until ${until} by us: The domain comes in May.`,
  );

export default phaseRule<{ code: string; until: string }>({
  code: 'WAIVER_EXPIRED',
  dimension: 'governance',
  aspect: 'waiver',
  severity: 'major',
  phase: 'check',
  waivable: false,
  fixable: 'safe',
  doc: `A waiver is past its date, so it waives nothing any more: what it was about counts again. It was granted for a time,
and the time is over.

Repair what was waived and remove the waiver, or agree on another date with the owner and write it down. The last day is
included; the date of today comes from \`--as-of\`, else from SOURCE_DATE_EPOCH, else from the clock, in UTC.`,
  message: ({ code, until }) => `the waiver of ${code} expired on ${until}`,
  help: 'repair what it waived, or agree on another date',
  examples: [
    {
      title: 'a date that is over',
      files: { 'play.yaml': play('2025-12-31') },
      expect: [{ file: 'play.yaml', line: 6, column: 15 }],
    },
    {
      title: 'a date to come',
      files: { 'play.yaml': play('2026-12-31') },
      expect: [],
    },
  ],
});
