import { Like } from '../../i18n/catalogue';
import { en } from './dashboard.en';

export const fr: Like<typeof en> = {
  title: 'Tableau de bord',
  name: 'Banque de données',
  dataset: 'Dataset',
  empty: 'Aucune banque de données connue.',
};
