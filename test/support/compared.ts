/** A workspace with one gate, for comparing it with what it was. */
const head = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: Title of ${id}\nstatus: active\n`;

const guarded =
  'protected:\n  - { kinds: [Policy], fields: [gate.that], approvers: [ada@example.org, Grace Hopper] }\n';

export const gate = (limit: string): string =>
  `${head('Policy', 'sound')}statement: So.\ngate:\n  that: rate >= ${limit}\n`;

export const bake = (timeout = '2m'): string => `${head('Symphony', 'bake')}domain: shop
policies: [sound]
movements:
  - id: make
    title: Make
    beats:
      - id: dough
        run: [node, --version]
        timeout: ${timeout}
        measures: [rate]
`;

export const comparedFiles = (protection = guarded): Record<string, string> => ({
  'symphony.yaml': `apiVersion: symphonyc/v1\nkind: Workspace\nid: shop\ntitle: Shop\nsources: ["d/*.yaml"]\n${protection}`,
  'd/shop.yaml': `${head('Domain', 'shop')}owner: us\nnamespace: shop\n`,
  'd/rate.yaml': `${head('Metric', 'rate')}unit: ratio\n`,
  'd/sound.yaml': gate('0.98'),
  'd/bake.yaml': bake(),
  '.gitignore': '.symphony\nout\n',
});
