export { drawHeader, showStatus, status } from './status.js';
export { theme, toggleTheme } from './theme.js';
