import { Like } from '../../i18n/catalogue';
import { en } from './snapshots.en';

export const fr: Like<typeof en> = {
  title: 'Instantanés',
  name: 'Nom',
  created: 'Créé',
  used: 'Utilisé',
  empty: 'Cette banque de données n’a pas encore d’instantané.',
};
