export { available, drawLibrary, loadComponents } from './library.js';
