import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const fr: Like<typeof en> = {
  title: 'Audit',
  at: 'Heure',
  actor: 'Qui',
  action: 'Action',
  empty: 'Rien n’a encore été modifié.',
};
