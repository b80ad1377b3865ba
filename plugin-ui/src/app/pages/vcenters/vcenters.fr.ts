import { Like } from '../../i18n/catalogue';
import { en } from './vcenters.en';

export const fr: Like<typeof en> = {
  title: 'vCenters',
  name: 'Nom',
  url: 'Adresse',
  empty: 'Aucun vCenter n’a encore été ajouté.',
};
