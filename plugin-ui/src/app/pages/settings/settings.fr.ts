import { Like } from '../../i18n/catalogue';
import { en } from './settings.en';

export const fr: Like<typeof en> = {
  title: 'Paramètres',
  name: 'Jeton',
  role: 'Rôle',
  empty: 'Aucun jeton n’a encore été créé.',
};
