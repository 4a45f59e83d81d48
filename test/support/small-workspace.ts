/** One symphony with the beats that a test is about, and one JavaScript module of handlers. */
import { type Workspace, workspaceOf } from './run-support.ts';

export interface Small {
  /** The beats, as YAML list items without indentation. */
  readonly beats: string;
  /** The text of `handlers.mjs`, whose alias is `h`. */
  readonly handlers?: string;
  /** More fields of the symphony, at the top. */
  readonly extra?: string;
  /** More fields of the one movement. */
  readonly movement?: string;
  /** More movements, as they stand in the file. */
  readonly after?: string;
  readonly status?: 'draft' | 'active';
  readonly files?: Readonly<Record<string, string>>;
}

const indent = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');

interface Settings {
  /** More files that are sources. */
  readonly sources?: readonly string[];
  /** The module of handlers. */
  readonly handlers?: string;
}

/** The `symphony.yaml` of the workspace that `small` makes, with more fields. */
export const smallSettings = (more = '', { sources = [], handlers = 'handlers.mjs' }: Settings = {}): string =>
  `apiVersion: symphonyc/v1
kind: Workspace
id: small
title: Small
sources: [${['play.yaml', 'domain.yaml', 'metrics.yaml', ...sources].join(', ')}]
handlers: { h: ${handlers} }
${more}
`;

/** Metrics: `speed` (double), `count` (int), `ok` (bool). Events: `play.a` and `play.b`. */
export async function small({
  beats,
  handlers,
  extra = '',
  movement = '',
  after = '',
  status,
  files,
}: Small): Promise<Workspace> {
  return workspaceOf({
    'symphony.yaml': smallSettings(),
    'domain.yaml': `apiVersion: symphonyc/v1
kind: Domain
id: play
title: Play
status: active
owner: us
namespace: play
`,
    'metrics.yaml': [metric('speed', 'ratio'), metric('count', 'count'), metric('ok', 'bool')].join('---\n'),
    'play.yaml': `apiVersion: symphonyc/v1
kind: Symphony
id: play
title: Play
status: ${status ?? 'active'}
domain: play
events: [play.a, play.b]
${extra}
movements:
  - id: first
    title: First
${indent(movement, 4)}
    beats:
${indent(beats.trim(), 6)}${after}
`,
    ...(handlers === undefined ? {} : { 'handlers.mjs': handlers }),
    ...files,
  });
}

const metric = (id: string, unit: string): string => `apiVersion: symphonyc/v1
kind: Metric
id: ${id}
title: ${id}
status: active
unit: ${unit}
`;
