/** One beat of a sequence → one beat of a symphony. */
import type { Path } from '../../model/document.ts';
import type { Draft } from '../draft.ts';
import { titleOf, type UniqueNames } from '../names.ts';
import type { Original } from '../original.ts';
import { eventName } from './events.ts';
import type { HandlerTable } from './handlers.ts';
import { putAcceptance, putStory } from './stories.ts';

interface Surroundings {
  readonly names: UniqueNames;
  readonly handlers: HandlerTable;
}

export function putBeat(symphony: Draft, path: Path, beat: Original, { names, handlers }: Surroundings): void {
  const title = beat.text('title') ?? beat.text('name');
  const handler = beat.text('handler') ?? onlyHandler(beat);
  const named = beat.text('id') ?? title ?? handler;
  symphony.put(path, {}, beat.path);
  symphony.put([...path, 'id'], names.of(named?.value ?? '', 'beat'), named?.path ?? beat.path);
  symphony.putText([...path, 'number'], beat.number('number') ?? beat.number('beat'));
  if (beat.at('beat').value === beat.at('number').value) beat.at('beat').take();
  if (title) symphony.put([...path, 'title'], titleOf(title.value), title.path);
  symphony.putText([...path, 'purpose'], beat.text('description') ?? beat.text('purpose'));
  putStory(symphony, path, beat);
  putKind(symphony, path, beat);
  const known = handler && handlers.find(handler.value);
  if (handler) symphony.put([...path, 'handler'], known?.text ?? handler.value, handler.path);
  putInput(symphony, path, beat);
  putEvent(symphony, path, beat);
  const limit =
    timeoutOf(beat) ?? (known?.timeoutMs && { text: `${known.timeoutMs.value}ms`, path: known.timeoutMs.path });
  if (limit) symphony.put([...path, 'timeout'], limit.text, limit.path);
  if (known?.retries && known.retries.value > 0)
    symphony.put([...path, 'retry', 'attempts'], known.retries.value + 1, known.retries.path);
  putTest(symphony, path, beat);
  putAcceptance(symphony, path, beat);
  beat.at('dynamics').leave('a beat has no dynamics of its own; `from` is the level from which it plays');
  if (beat.at('timing').value !== undefined && !limit) beat.at('timing').leave('it is no limit in time');
}

/** `handlers: [one]`. */
function onlyHandler(beat: Original) {
  return beat.at('handlers').items().length === 1 ? beat.texts('handlers')[0] : undefined;
}

/** What MusicalConductor calls the kind of a beat says how far its effects reach. */
const effects: Readonly<Record<string, string>> = {
  pure: 'none',
  'stage-crew': 'local',
  io: 'external',
  api: 'external',
};

const activities: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'planning initialization build test validation verification generation collection transformation analysis',
      'remediation safety discovery deployment monitoring release learning reporting observation',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, name]),
  ),
  'data-collection': 'collection',
};

function putKind(symphony: Draft, path: Path, beat: Original): void {
  const kind = beat.at('kind');
  const name = String(kind.value);
  const field = Object.hasOwn(effects, name) ? 'effects' : Object.hasOwn(activities, name) ? 'activity' : undefined;
  if (field) symphony.put([...path, field], field === 'effects' ? effects[name] : activities[name], kind.take().path);
}

function putInput(symphony: Draft, path: Path, beat: Original): void {
  const input = beat.at('input');
  for (const name of input.fields)
    symphony.put([...path, 'with', name], input.at(name).take().value, input.at(name).path);
}

function putEvent(symphony: Draft, path: Path, beat: Original): void {
  const event = beat.text('event');
  const name = event && eventName(event.value);
  if (event && name) symphony.put([...path, 'emits', 0], name, event.path);
}

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `< 500ms`; `immediate`, `deferred` and the like are no limits. */
function timeoutOf(beat: Original): { text: string; path: Path } | undefined {
  const { value, path } = beat.at('timing');
  const match = typeof value === 'string' ? /^\s*<=?\s*(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s|m|min|h)\s*$/.exec(value) : null;
  const ms = Number(match?.[1] ?? 0) * (milliseconds[match?.[2] ?? ''] ?? 0);
  if (!match || !Number.isInteger(ms) || ms === 0) return undefined;
  beat.at('timing').take();
  const whole = !match[1]!.includes('.');
  return { text: whole ? `${match[1]}${match[2] === 'min' ? 'm' : match[2]}` : `${ms}ms`, path };
}

/** `testFile` and `testCase`. */
function putTest(symphony: Draft, path: Path, beat: Original): void {
  const file = beat.text('testFile');
  const name = beat.text('testCase');
  if (file) symphony.put([...path, 'test'], name ? `${file.value}#${name.value}` : file.value, file.path);
}
