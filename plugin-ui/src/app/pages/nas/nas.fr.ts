import { Like } from '../../i18n/catalogue';
import { en } from './nas.en';

export const fr: Like<typeof en> = {
  title: 'Systèmes NAS',
  name: 'Nom',
  host: 'Hôte',
  empty: 'Aucun système NAS n’a encore été ajouté.',
};
