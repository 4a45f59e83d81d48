/** A sequence → a symphony, its domain and its policies. */

import type { Imported, MadeFile } from '../define.ts';
import { Draft } from '../draft.ts';
import { kebab, titleOf, UniqueNames } from '../names.ts';
import type { Original, Taken } from '../original.ts';
import { eventName } from './events.ts';
import { HandlerTable } from './handlers.ts';
import { beatLists, putMovements } from './movements.ts';
import { putStory } from './stories.ts';

/** Undefined when it has no movements: then it is no sequence. */
export function convertSequence(original: Original, file: string): Imported | undefined {
  if (!original.isMap || !Array.isArray(original.at('movements').value)) return undefined;
  const symphony = new Draft('Symphony', idOf(original, file), []);
  const domain = original.text('domainId') ?? original.text('packageName') ?? original.text('pluginId');
  putHead(symphony, original);
  const domainId = kebab(domain?.value ?? '') || 'imported';
  symphony.put(['domain'], domainId, domain?.path ?? []);
  const handlers = new HandlerTable(original);
  const policies = policiesOf(original, symphony);
  putSettings(symphony, original);
  putEvents(symphony, original);
  putMovements(symphony, original, handlers);
  putCompletion(symphony, original);
  putRollback(symphony, original);
  putMetadata(symphony, original);
  explain(original);
  const files: MadeFile[] = [
    { path: `${symphony.id}.yaml`, documents: [symphony] },
    { path: `domains/${domainId}.yaml`, documents: [domainOf(domainId, domain)], shared: true },
  ];
  if (policies.length > 0)
    files.push({
      path: policies.length === 1 ? `policies/${policies[0]!.id}.yaml` : `policies/${symphony.id}.yaml`,
      documents: policies,
    });
  return { files, handlers: handlers.modules };
}

const statuses = ['draft', 'active', 'deprecated'];
const categories = ['continuous-delivery', 'build', 'governance', 'reporting', 'quality', 'operations', 'feature'];

function idOf(original: Original, file: string): string {
  const id = original.text('id') ?? original.text('sequenceId') ?? original.text('name');
  return kebab(id?.value ?? '') || kebab(file.slice(file.lastIndexOf('/') + 1).replace(/\.json$/, '')) || 'sequence';
}

function putHead(symphony: Draft, original: Original): void {
  const title = original.text('title') ?? original.text('name');
  symphony.put(['title'], titleOf(title?.value ?? symphony.id), title?.path ?? []);
  sameAgain(original, 'sequenceId', symphony.id);
  sameAgain(original, 'name', String(symphony.value['title']));
  const status = original.at('status');
  const known = statuses.includes(String(status.value));
  symphony.put(['status'], known ? status.value : 'draft', known ? status.take().path : []);
  const kind = ['kind', 'category']
    .map((field) => original.at(field))
    .find(({ value }) => categories.includes(value as string));
  if (kind) symphony.put(['category'], kind.take().value, kind.path);
  symphony.putText(['description'], original.text('description') ?? original.text('businessValue'));
  symphony.putText(['purpose'], original.text('purpose'));
  putStory(symphony, [], original);
}

/** A field that says once more what another one says is not lost. */
function sameAgain(original: Original, field: string, said: string): void {
  const again = original.at(field);
  if (typeof again.value === 'string' && kebab(again.value) === kebab(said)) again.take();
}

function putSettings(symphony: Draft, original: Original): void {
  symphony.putText(['tempo'], original.number('tempo'));
  symphony.putText(['key'], original.text('key'));
  const dynamics = original.at('dynamics');
  for (const level of dynamics.fields) symphony.putText(['levels', level], dynamics.text(level));
  symphony.putText(['dynamics'], original.text('dynamics'));
  symphony.putText(['trigger', 'description'], original.text('trigger'));
  symphony.putList(['trigger', 'stakeholders'], original.texts('persona'));
  symphony.putText(['claims', 'beats'], original.number('beats'));
}

/** The events that are listed; where there is no list, beats declare what they publish. */
function putEvents(symphony: Draft, original: Original): void {
  const named = new Set<string>();
  const listed = original.texts('events');
  for (const { value, path } of listed.length > 0 ? listed : publishedEvents(original)) {
    const name = eventName(value);
    if (named.has(name)) continue;
    named.add(name);
    symphony.put(['events', named.size - 1], name, path);
  }
}

const publishedEvents = (original: Original): Taken<string>[] =>
  original.maps('movements').flatMap((movement) =>
    beatLists.flatMap((list) =>
      movement.maps(list).flatMap((beat) => {
        const { value, path } = beat.at('event');
        return typeof value === 'string' && eventName(value) !== '' ? [{ value, path }] : [];
      }),
    ),
  );

/** Policies are prose here: they stay so, and the compiler says what nothing enforces. */
function policiesOf(original: Original, symphony: Draft): Draft[] {
  const names = new UniqueNames();
  return original
    .at('governance')
    .texts('policies')
    .map((statement, i) => {
      const words = kebab(statement.value).split('-').slice(0, 6).join('-');
      const policy = new Draft('Policy', names.of(`${symphony.id.slice(0, 30)}-${words}`, 'policy'), statement.path);
      policy.put(['title'], titleOf(statement.value), statement.path);
      policy.put(['status'], symphony.value['status'], []);
      policy.put(['statement'], statement.value, statement.path);
      symphony.put(['policies', i], policy.id, statement.path);
      return policy;
    });
}

function domainOf(id: string, from: Taken<string> | undefined): Draft {
  const domain = new Draft('Domain', id, from?.path ?? []);
  domain.put(['title'], titleOf(from?.value ?? id), from?.path ?? []);
  domain.put(['status'], 'active', from?.path ?? []);
  domain.put(['namespace'], id, from?.path ?? []);
  return domain;
}

/** `completionCriteria: { phase1: { metrics: [...] } }`: the criteria of the first movement. */
function putCompletion(symphony: Draft, original: Original): void {
  const criteria = original.at('completionCriteria');
  const movements = original.at('movements').items().length;
  for (const name of criteria.fields) {
    const number = Number(/^(?:phase|movement)-?(\d{1,3})$/i.exec(name)?.[1]);
    if (!(number >= 1 && number <= movements)) continue;
    const own = criteria.at(name);
    symphony.putList(['movements', number - 1, 'completion'], own.texts('metrics'));
  }
}

const causes = ['beat-failed', 'handler-timeout', 'validation-failed', 'git-commit-failed', 'gate-failed', 'cancelled'];

function putRollback(symphony: Draft, original: Original): void {
  const strategy = original.at('rollbackStrategy');
  if (strategy.at('enabled').value !== true) return;
  strategy.at('enabled').take();
  const atomic = strategy.at('atomic');
  symphony.put(['rollback', 'atomic'], 'movement', atomic.take().path);
  const snapshot = strategy.at('snapshotBefore');
  if (typeof snapshot.value === 'boolean') symphony.put(['rollback', 'snapshot'], snapshot.take().value, snapshot.path);
  const known = strategy
    .at('rollbackOn')
    .items()
    .filter(({ value }) => typeof value === 'string' && causes.includes(kebab(value.toLowerCase())));
  for (const [i, cause] of known.entries())
    symphony.put(['rollback', 'on', i], kebab(String(cause.take().value).toLowerCase()), cause.path);
}

/** Scalars about the document become labels. */
function putMetadata(symphony: Draft, original: Original): void {
  const metadata = original.at('metadata');
  const put = (from: Original, name: string): void => {
    const { value, path } = from.at(name);
    if ((typeof value !== 'string' && typeof value !== 'number') || String(value).length > 200) return;
    from.at(name).take();
    symphony.put(['labels', kebab(name) || 'label'], String(value), path);
  };
  put(original, 'pluginId');
  for (const name of metadata.fields) put(metadata, name);
}

/** Why the fields that many sequences have stay behind. */
function explain(original: Original): void {
  const reasons: Readonly<Record<string, string>> = {
    timeSignature: 'symphonies have none',
    handlers: 'handlers are described by their code',
    kind: 'it is none of the categories of symphonies',
    category: 'it is none of the categories of symphonies',
  };
  for (const [field, reason] of Object.entries(reasons)) {
    const { value } = original.at(field);
    if (typeof value === 'object' && value !== null) continue;
    if (value !== undefined && !isTaken(original, field)) original.at(field).leave(reason);
  }
  const metrics = original.at('governance').at('metrics');
  for (const metric of metrics.items())
    metric.leave('a metric needs an id and a unit; declare it and measure it in a beat');
}

const isTaken = (original: Original, field: string): boolean => original.at(field).leftovers().length === 0;
