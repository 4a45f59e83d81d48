import { type Element, element } from './element.js';

/** A kind of component, as a JSON source describes it. */
export interface ComponentDefinition {
  readonly type: string;
  readonly name: string;
  readonly category: string;
  readonly tag: string;
  readonly text?: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** A component on a page. */
export interface Component {
  readonly id: string;
  readonly definition: ComponentDefinition;
  readonly properties: Readonly<Record<string, string>>;
}

export const instantiate = (
  definition: ComponentDefinition,
  id: string,
  properties: Readonly<Record<string, string>> = {},
): Component => ({ id, definition, properties: { ...definition.properties, ...properties } });

/** How a component is drawn: its text is a property like the others. */
export function draw({ id, definition, properties }: Component): Element {
  const { text = definition.text ?? '', ...attributes } = properties;
  return element(definition.tag, { ...attributes, id }, ...(text === '' ? [] : [text]));
}
