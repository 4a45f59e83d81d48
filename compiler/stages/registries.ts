/** What is plugged into the phases. */
import type { AnyRule } from '../diagnostics/define.ts';
import type { KindDefinition } from '../kinds/define.ts';
import type { KindName } from '../model/document.ts';
import type { Validators } from '../validate/index.ts';

export interface Registries {
  readonly kinds: readonly KindDefinition<KindName>[];
  readonly validators: Validators;
  readonly rules: readonly AnyRule[];
  /** The names of all targets. */
  readonly targets: readonly string[];
}

export const kindOf = (kind: KindName, { kinds }: Registries): KindDefinition<KindName> =>
  kinds.find((definition) => definition.kind === kind)!;
