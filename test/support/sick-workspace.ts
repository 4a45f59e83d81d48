/** Invented workspaces in which much is wrong, as plain documents, and ways to make one document worse in place. */
import fc from 'fast-check';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export interface Definition {
  readonly [key: string]: Value;
}

/** The documents by path; JSON is YAML. */
export type Definitions = Readonly<Record<string, Definition>>;

const head = (kind: string, id: string): Definition => ({
  apiVersion: 'symphonyc/v1',
  kind,
  id,
  title: `Title of ${id}`,
});

const domainIds = ['kitchen', 'shop', 'yard'];
const metricIds = ['speed', 'errors', 'warmth'];
const policyIds = ['bounded', 'owned', 'short', 'tested', 'fast', 'signed', 'prose'];
const symphonyIds = ['bake', 'sell', 'sweep'];
const events = ['bread.baked', 'bread.sold', 'yard.swept'];
const beatIds = ['a', 'b', 'c', 'd', 'e'];
const levels = ['p', 'mf', 'f', 'ff'];

const some = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...items]);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const status = fc.constantFrom('active', 'active', 'active', 'deprecated');
const duration = fc.constantFrom('1s', '5s', '1m');

const domain = (id: string): fc.Arbitrary<Definition> =>
  fc
    .record({
      status,
      owner: maybe(fc.constant('crew')),
      namespace: fc.constantFrom(id, 'house', 'house.oven'),
      dependsOn: maybe(some(domainIds)),
      policies: maybe(some(policyIds)),
      symphonies: maybe(some(symphonyIds)),
      files: maybe(fc.constantFrom(['gone.md'], ['kitchen.yaml'])),
    })
    .map((fields) => ({ ...head('Domain', id), ...fields }) as Definition);

const metric = (id: string): fc.Arbitrary<Definition> =>
  status.map((state) => ({ ...head('Metric', id), status: state, unit: 'ratio' }));

const holds: Readonly<Record<string, Definition>> = {
  bounded: { assert: { over: 'beat', that: 'beat.timeout_ms > 0' } },
  owned: { assert: { over: 'symphony', that: 'symphony.owner != ""' } },
  short: { assert: { over: 'movement', that: 'size(movement.beats) < 3' } },
  tested: { assert: { over: 'beat', that: 'beat.test != ""' } },
  fast: { gate: { that: 'speed > 0.5 && errors < 0.1' } },
  signed: { attest: { evidence: 'seal' } },
  prose: {},
};
const policy = (id: string): fc.Arbitrary<Definition> =>
  status.map((state) => ({ ...head('Policy', id), status: state, statement: 'So it is.', ...holds[id] }));

const beat = (id: string): fc.Arbitrary<Definition> =>
  fc
    .record({
      does: fc.constantFrom<Definition>(
        { run: ['true'] },
        { perform: 'bake' },
        { perform: 'sweep' },
        { handler: 'oven#heat' },
        { handler: 'gone#heat' },
        { probe: { run: ['true'], expect: 'exit == 0' } },
      ),
      needs: maybe(some(beatIds)),
      from: maybe(fc.constantFrom(...levels)),
      timeout: maybe(duration),
      emits: maybe(some(events)),
      awaits: maybe(some(events)),
      measures: maybe(some(metricIds)),
      policies: maybe(some(policyIds)),
      when: maybe(fc.constant('speed > 0.1')),
    })
    .map(({ does, ...fields }) => ({ id, ...does, ...fields }) as Definition);

const movement = (id: string, ids: readonly string[]): fc.Arbitrary<Definition> =>
  fc
    .record({
      budget: maybe(duration),
      policies: maybe(some(policyIds)),
      metrics: maybe(some(metricIds)),
      completion: maybe(fc.constant(['speed > 0.3'])),
      beats: fc.tuple(...ids.map(beat)),
    })
    .map((fields) => ({ id, title: id, ...fields }) as Definition);

const symphony = (id: string): fc.Arbitrary<Definition> =>
  fc
    .record({
      status,
      domain: fc.constantFrom(...domainIds),
      owner: maybe(fc.constant('crew')),
      key: maybe(fc.constantFrom('C Major', 'D Major')),
      tempo: maybe(fc.constantFrom(120, 10)),
      dynamics: maybe(fc.constantFrom(...levels)),
      levels: maybe(fc.constantFrom<Definition>({ p: 'quick', mf: 'usual' }, { f: 'strict' })),
      budget: maybe(duration),
      capacity: maybe(fc.constantFrom(1, 2)),
      events: maybe(fc.constantFrom<Value[]>(events, [{ name: 'bread.baked', once: true }, 'yard.swept'])),
      metrics: maybe(some(metricIds)),
      policies: maybe(some(policyIds)),
      completion: maybe(fc.constantFrom(['errors < 0.1'], ['warmth > 0.2', 'speed > 0.1'])),
      after: maybe(
        fc.constantFrom<Value[]>([{ symphony: 'bake', movement: 'two' }], [{ symphony: 'sell', movement: 'nine' }]),
      ),
      scripts: maybe(
        fc.constantFrom<Definition>(
          { play: { movement: 'one', dynamics: 'p' } },
          { play: {}, [id]: { movement: 'two' } },
        ),
      ),
      movements: fc.tuple(movement('one', ['a', 'b', 'c']), movement('two', ['d', 'e'])),
    })
    .map((fields) => ({ ...head('Symphony', id), ...fields }) as Definition);

const clean = (value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** Workspaces of three domains, metrics and symphonies and seven policies. */
export const sickWorkspaces: fc.Arbitrary<Definitions> = fc
  .tuple(
    fc.tuple(...domainIds.map(domain)),
    fc.tuple(...metricIds.map(metric)),
    fc.tuple(...policyIds.map(policy)),
    fc.tuple(...symphonyIds.map(symphony)),
  )
  .map((groups) =>
    Object.fromEntries(groups.flat().map((one) => [`${String(one['id'])}.yaml`, clean(one) as Definition])),
  );

/** The workspace around the documents, and the module that they name. */
export const aroundThem = (paths: readonly string[]): Record<string, string> => ({
  'symphony.yaml': JSON.stringify({
    ...head('Workspace', 'house'),
    sources: paths,
    handlers: { oven: 'oven.ts' },
    environments: { shop: { key: 'C Major' } },
    capacity: 2,
  }),
  'oven.ts': 'export const heat = async () => ({ hot: true });\n',
});
