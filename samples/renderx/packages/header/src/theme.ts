import { observable } from '@renderx-plugins/components';
import type { Handler } from '@renderx-plugins/musical-conductor';

export const theme = observable<'light' | 'dark'>('light');

export const toggleTheme: Handler = () => {
  theme.set(theme.value === 'light' ? 'dark' : 'light');
  return { theme: theme.value };
};
