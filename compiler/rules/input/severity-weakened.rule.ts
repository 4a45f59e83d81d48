import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ code: string; from: string; to: string; known: boolean }>({
  code: 'SEVERITY_WEAKENED',
  dimension: 'input',
  aspect: 'input',
  severity: 'minor',
  phase: 'check',
  doc: `The workspace makes a code weaker than it is by default, switches it off, or names a code that does not exist. That is
allowed, but never silent: scores go by the default severity, a code that is off counts as violated, and the change is
reported here every time.

Remove the entry once the reason for it is gone. Making a code stronger is not reported.`,
  message: ({ code, from, to, known }) =>
    known ? `${code} is ${from} by default and is weakened to ${to} here` : `there is no code ${code}`,
  examples: [
    {
      title: 'a code made weaker',
      files: {
        'symphony.yaml':
          'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [b.yaml]\nseverities:\n  DOMAIN_OWNER_MISSING: info\n',
        'b.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: b\ntitle: B\nstatus: active\nnamespace: b\n',
      },
      expect: [{ file: 'symphony.yaml', line: 7, column: 25 }],
    },
    {
      title: 'a code made stronger',
      files: {
        'symphony.yaml':
          'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [b.yaml]\nseverities:\n  TIMEOUT_MISSING: major\n',
        'b.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: b\ntitle: B\nstatus: active\nnamespace: b\n',
      },
      expect: [],
    },
  ],
});
