import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument, HandlerReference, Unknown } from '../../model/bound.ts';
import { beat, domain, metric, movement, movements, policy, symphony, workspace } from '../example.ts';

const files = (fields: readonly string[], module = '', extra = ''): Record<string, string> => ({
  'symphony.yaml': workspace(
    'domain.yaml, policy.yaml, metric.yaml, play.yaml',
    'handlers: { build: handlers/build.ts }',
  ),
  'handlers/build.ts': `import { rm } from 'node:fs/promises';\n${module}`,
  'domain.yaml': domain(),
  'metric.yaml': metric('speed'),
  'policy.yaml': policy('told', 'assert: { over: beat, requires: telemetry }'),
  'play.yaml': symphony({
    extra: `policies: [told]\n${extra || 'metrics: [speed]'}`,
    movements: movements(movement('one', beat('a', ...fields, 'timeout: 5s'))),
  }),
});

const at = [{ file: 'play.yaml', line: 13, column: 13 }];

const handlers = new WeakMap<BoundDocument, ReadonlyMap<unknown, HandlerReference>>();

/** The reference of each beat to its handler, by the definition of the beat. */
function handlersOf(bound: BoundDocument): ReadonlyMap<unknown, HandlerReference> {
  const called = () => bound.subjects.handler.filter(({ role }) => role === 'handler');
  const known = handlers.get(bound) ?? new Map(called().map((one) => [one.beat.value, one]));
  handlers.set(bound, known);
  return known;
}

/** Whether a beat tells by itself what it does, or why nobody can tell. */
function recorded({ value }: BeatNode, bound: BoundDocument): boolean | Unknown {
  if ((value.emits ?? []).length > 0 || (value.measures ?? []).length > 0) return true;
  if (value.perform !== undefined) return performedRecords(value.perform, bound);
  if (value.handler === undefined) return false;
  const handler = handlersOf(bound).get(value);
  if (!handler?.module || !handler.export) return handler?.exporters.length ? true : 'reported';
  const { module, exportName } = handler;
  if (module.traced) return true;
  return !module.functions.find((one) => one.name === exportName)?.silent;
}

/** What a beat performs records for it. */
function performedRecords(id: string, { lookup }: BoundDocument): boolean | Unknown {
  const symphony = lookup.find('Symphony', id);
  if (!symphony) return lookup.unread('Symphony', 'id') ? 'unread' : 'reported';
  return symphony.broken ? 'unread' : symphony.events.length > 0 || symphony.measures.length > 0;
}

export default documentRule<{ id: string; policy: string; handler: string }>()({
  code: 'TELEMETRY_NOT_INSTRUMENTED',
  dimension: 'traceability',
  aspect: 'telemetry',
  severity: 'major',
  draftable: true,
  over: 'application',
  doc: `A policy requires telemetry of every beat (\`assert: { over: beat, requires: telemetry }\`), and this one leaves no trace:
when something goes wrong, nobody will know what it did.

A beat records telemetry when it publishes an event (\`emits\`), measures a metric (\`measures\`), or calls a handler that uses
\`log\`, \`measure\` or \`emit\` of what it is handed, or that imports \`@opentelemetry/…\`, itself or in what it imports from the
workspace. A handler that hands its context on, or whose body the syntax does not show, passes. A beat that performs a
symphony records what that one publishes or measures. Let the beat emit an event or measure a metric, or its handler log what
it does.`,
  message: ({ id, policy: by, handler }) =>
    `the beat \`${id}\` records no telemetry, which the policy \`${by}\` requires: it publishes no event and measures no metric${handler}`,
  help: 'name an event under `emits` or a metric under `measures`, or let the handler use `log`',
  applies: ({ requires, unknown }) => unknown !== undefined || requires === 'telemetry',
  check: ({ node: { part, policy: applied }, bound, report, unknown }) => {
    if (!applied || part.over !== 'beat') return;
    const answer = recorded(part.node, bound);
    if (answer === true) return;
    if (answer !== false) return unknown(answer);
    const { id, handler } = part.node.value;
    const silent = handler === undefined ? '' : `, and \`${handler}\` logs nothing`;
    report({
      params: { id, policy: applied.id, handler: silent },
      at: [...part.node.path, 'id'],
      severity: applied.value.severity,
      related: [{ ...applied.at, message: `the policy \`${applied.id}\`` }],
    });
  },
  examples: [
    { title: 'a command without event or metric', files: files(['run: [make]']), expect: at },
    {
      title: 'a handler that says nothing',
      files: files(['handler: build#compile'], 'export const compile = ({ input }) => rm(input.path);\n'),
      expect: at,
    },
    { title: 'a metric', files: files(['run: [make]', 'measures: [speed]']), expect: [] },
    {
      title: 'a handler that logs',
      files: files(
        ['handler: build#compile'],
        "export const compile = async (context) => {\n  await rm('build');\n  context.log.info('removed');\n};\n",
      ),
      expect: [],
    },
    {
      title: 'a handler that hands on what it is given',
      files: files(
        ['handler: build#compile'],
        "import { work } from './work.ts';\nexport const compile = (context) => work(context);\n",
      ),
      expect: [],
    },
  ],
});
