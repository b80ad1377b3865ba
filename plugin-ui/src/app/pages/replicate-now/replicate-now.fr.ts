import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const fr: Like<typeof en> = {
  title: 'Tâches de réplication',
  name: 'Nom',
  target: 'Dataset distant',
  empty: 'Aucune tâche de réplication.',
};
