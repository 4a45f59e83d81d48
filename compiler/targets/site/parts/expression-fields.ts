/** What expressions see, as the type checker knows it, each field with what the schema says of it. */
import type { StructureTypes, VariableTypes } from '../../../../runtime/core/cel.ts';
import { assertStructures, assertVariables, probeVariables } from '../../../base/variables.ts';
import { type Html, html } from '../html.ts';
import { symphonyNotes } from './schema-notes.ts';
import { breakable, inlineCode } from './text.ts';

/** Fields that expressions see otherwise than a document writes them. */
const derived: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  symphony: {
    budget_ms: 'Its `budget`, in milliseconds.',
    stakeholders: 'For whom it is played: `trigger.stakeholders`.',
    beats: 'The beats of all movements, in order.',
    events: 'The names of the events it may publish.',
    policies: 'The policies that it names itself, by id.',
    metrics: 'The metrics that it names itself, by id.',
  },
  movement: {
    position: 'Its place in the symphony, from 0.',
    budget_ms: 'Its `budget`, in milliseconds.',
    policies: 'The policies that it names itself, by id.',
    metrics: 'The metrics that it names itself, by id.',
  },
  beat: {
    does: 'Which of `handler`, `run`, `perform`, `probe` and `approve` it has.',
    performs: 'The symphony it performs.',
    approver: 'The role that approves: `approve.by`.',
    movement: 'The id of the movement it stands in.',
    position: 'Its place in the symphony, from 0, before `each` is expanded.',
    timeout_ms: 'Its `timeout`, in milliseconds.',
    retries: 'How often it is tried again: one less than `retry.attempts`.',
    policies: 'The policies that it names itself, by id.',
  },
};

interface FieldView {
  readonly name: Html;
  readonly type: Html;
  readonly note: Html | null;
}

interface StructureView {
  readonly id: string;
  readonly fields: readonly FieldView[];
}

/** What a structure or a probe holds, in the order of the code. */
const fieldsOf = (structure: string, types: Readonly<Record<string, string>>): FieldView[] =>
  Object.entries(types).map(([name, type]) => {
    const note = derived[structure]?.[name] ?? symphonyNotes()[structure]?.[name];
    return { name: breakable(name), type: typeView(type), note: note === undefined ? null : inlineCode(note) };
  });

/** Types that are structures lead to their fields. */
function typeView(type: string): Html {
  const item = /^list<(.+)>$/.exec(type)?.[1] ?? type;
  if (!Object.hasOwn(assertStructures, item)) return html`${type}`;
  const link = html`<a href="#${item}">${item}</a>`;
  return item === type ? link : html`list&lt;${link}&gt;`;
}

const structuresOf = (all: StructureTypes): StructureView[] =>
  Object.entries(all)
    .map(([id, types]) => ({ id, fields: fieldsOf(id, types) }))
    .reverse();

/** The structures of assertions, the widest first. */
export const assertionViews = (): StructureView[] => structuresOf(assertStructures);

/** What a probe sees, by what it looks at. */
export const probeViews = (): StructureView[] =>
  Object.entries(probeVariables).map(([id, types]) => ({ id, fields: fieldsOf('probe', types as VariableTypes) }));

/** The variables of an assertion, by what it is about. */
export const assertionScopes = (): { over: string; variables: readonly string[] }[] =>
  Object.entries(assertVariables).map(([over, types]) => ({ over, variables: Object.keys(types) }));
