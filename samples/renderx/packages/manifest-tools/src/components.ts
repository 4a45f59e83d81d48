import type { ComponentDefinition } from '@renderx-plugins/components';

/** The components of each category, both in the order of their names. */
export function byCategory(
  components: readonly ComponentDefinition[],
): readonly { category: string; components: readonly ComponentDefinition[] }[] {
  const categories = [...new Set(components.map(({ category }) => category))].sort();
  return categories.map((category) => ({
    category,
    components: components
      .filter((one) => one.category === category)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  }));
}

/** The properties that can be set, with their defaults. */
export const propertiesOf = ({ text, properties }: ComponentDefinition): Readonly<Record<string, string>> =>
  text === undefined ? properties : { text, ...properties };
