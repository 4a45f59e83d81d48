import { placeAt } from '../../base/spans.ts';
import { defineKind } from '../define.ts';
import { listReferences, plainReference } from '../references.ts';
import { mentions, summaryBase } from '../summary.ts';

export default defineKind({
  kind: 'Domain',
  schema: 'domain',
  summarise: (document) => {
    const { namespace, description, stakeholders, dependsOn, symphonies, files, policies } = document.value;
    return {
      ...summaryBase(document),
      value: { namespace, description, stakeholders },
      namespaceAt: placeAt(document, ['namespace']),
      dependsOn: mentions(document, ['dependsOn'], dependsOn),
      symphonies: mentions(document, ['symphonies'], symphonies),
      files: mentions(document, ['files'], files),
      policies: mentions(document, ['policies'], policies),
    };
  },
  bind: (document, lookup) => {
    const { value, id: subject } = document;
    const files = (value.files ?? []).map((file, i) =>
      plainReference(
        { to: 'file', role: 'files', path: ['files', i], subject },
        file,
        lookup.fileExists(file),
        () => [],
      ),
    );
    return {
      subjects: {
        domain: [{ value, subject, path: [] }],
        reference: [
          ...listReferences(lookup, { to: 'domain', role: 'dependsOn', path: ['dependsOn'], subject }, value.dependsOn),
          ...listReferences(
            lookup,
            { to: 'symphony', role: 'symphonies', path: ['symphonies'], subject },
            value.symphonies,
          ),
          ...listReferences(lookup, { to: 'policy', role: 'policies', path: ['policies'], subject }, value.policies),
          ...files,
        ],
      },
    };
  },
});
