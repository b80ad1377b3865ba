import { Like } from '../../i18n/catalogue';
import { en } from './dashboard.en';

export const es: Like<typeof en> = {
  title: 'Panel',
  name: 'Datastore',
  dataset: 'Dataset',
  empty: 'Aún no se conoce ningún datastore.',
};
