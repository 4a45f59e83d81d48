import { readdirSync, readFileSync, statSync } from 'node:fs';
import { it } from 'vitest';
import { diagnose, checkFiles } from '../support/workspace.ts';
const load = (root: string) => {
  const files: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    if (/node_modules|^out|^compiler|^runtime|^\.|^test|^site|^tools|^schemas|^templates/.test(name)) continue;
    if (statSync(`${root}/${name}`).isFile()) files[name] = readFileSync(`${root}/${name}`, 'utf8');
  }
  return files;
};
const show = (found: readonly any[]) => console.log(found.filter((d) => d.severity !== 'info').map((d) => `${d.file}:${d.range.start.line}:${d.range.start.column}-${d.range.end.line}:${d.range.end.column} ${d.severity} ${d.code} ${d.message}\n      help: ${d.help ?? ''}\n      related: [${d.related.map((r: any) => `${r.file}:${r.range.start.line} ${r.message}`).join(', ')}] \n     fix: ${d.fix?.title ?? ''} ${JSON.stringify(d.fix?.edits)}`).join('\n'));
const B = 'symphonies/pipelines/build-pipeline.yaml', C = 'symphonies/pipelines/symphonia-conformity-alignment-pipeline.yaml', D = 'symphonies/pipelines/safe-continuous-delivery-pipeline.yaml';
it.each<[string, (f: Record<string, string>) => void]>([
  ['no timeout', (f) => (f[B] = f[B]!.replace('        timeout: 1s\n', ''))],
  ['no awaits', (f) => (f[B] = f[B]!.replace('awaits: [build.validation.completed]\n', 'awaits: []\n'))],
  ['no rollbacks', (f) => (f[B] = f[B]!.replaceAll('        rollback: build#restorePreviousState\n', ''))],
  ['beat', (f) => (f[B] = f[B]!.replaceAll('atomic: movement', 'atomic: beat'))],
  ['no snapshot', (f) => (f[C] = f[C]!.replaceAll('snapshot: true', 'snapshot: false'))],
  ['no test', (f) => (f[D] = f[D]!.replaceAll('activity: test', 'activity: build').replaceAll('activity: planning', 'activity: test'))],
  ['events', (f) => (f[B] = f[B]!.replaceAll('emits: [build.host.prepared]', 'emits: [build.completed]').replace('  - build.host.built\n','  - build.host.bilt # so\n'))],
  ['measures', (f) => (f[B] = f[B]!.replaceAll(/^ +measures: .*cache_hit_rate.*\n/gm, '').replaceAll('status: draft','status: active'))],
  ['typo', (f) => { f[B] = f[B]!.replace('- build_success_rate >= 0.98', '- build_succes_rate >= 0.98').replace('build_duration <= 120.0','build_duration == 120').replace('- failed-beats-roll-back','- failed-beat-roll-back').replace('  - cache_hit_rate','  - cache_hit_ratio');}],
])('%s', async (title, change) => {
  const files = load('.');
  change(files);
  console.log('#####', title);
  show((await diagnose(files)).filter((d) => !/HANDLER|ROLLBACK/.test(d.code)));
});
it('tally', async () => {
  const r = await checkFiles(load('.'));
  if ('verdict' in r) console.log(r.verdict.rules.filter((x) => /HANDLER|POLICY|METRIC|EXPR|EVENT_|PATH|ROLLBACK|MISSING/.test(x.code)).map((x) => `${x.code} ${x.checks} ${x.violations}`).join('\n'));
});
