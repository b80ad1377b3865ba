import { Like } from '../../i18n/catalogue';
import { en } from './runs.en';

export const fr: Like<typeof en> = {
  title: 'Exécutions de protection',
  task: 'Tâche',
  state: 'État',
  empty: 'Rien n’a encore été exécuté.',
};
