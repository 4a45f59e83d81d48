/**
 * What the aliases of one document stand for. The `yaml` package would look through the whole document again for each of
 * them; here every anchor is noted as it is passed.
 */
import { type Alias, isAlias, type Node } from 'yaml';

export class Anchors {
  readonly #nodes = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node | undefined>();

  /** Notes the anchor of a node, in the order of the document. Copies that an alias makes are not passed again. */
  pass(node: Node): void {
    if (isAlias(node)) this.#targets.set(node, this.#nodes.get(node.source));
    else if (node.anchor !== undefined) this.#nodes.set(node.anchor, node);
  }

  /** Of all anchors that were passed. */
  names(): Iterable<string> {
    return this.#nodes.keys();
  }

  /** Undefined when nothing before the alias has an anchor of that name. */
  target(alias: Alias): Node | undefined {
    return this.#targets.get(alias);
  }
}
