import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const fr: Like<typeof en> = {
  title: 'Résumé',
  task: 'Tâche',
  state: 'État',
  empty: 'Rien n’a encore été exécuté.',
};
