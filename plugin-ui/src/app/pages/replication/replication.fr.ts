import { Like } from '../../i18n/catalogue';
import { en } from './replication.en';

export const fr: Like<typeof en> = {
  title: 'Réplication',
  name: 'Nom',
  target: 'Dataset distant',
  empty: 'Aucune tâche de réplication.',
};
