import { kebab } from '../names.ts';

/** `canvas:component:query-all` → `canvas.component.query-all`. */
export const eventName = (text: string): string =>
  text
    .split(/[:./]+/)
    .map(kebab)
    .filter((word) => word !== '')
    .join('.')
    .slice(0, 160);
