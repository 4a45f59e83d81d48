export { type Component, type ComponentDefinition, draw, instantiate } from './definition.js';
export { type Element, element, toHtml } from './element.js';
export { type Observable, observable } from './observable.js';
