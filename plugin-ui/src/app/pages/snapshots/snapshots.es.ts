import { Like } from '../../i18n/catalogue';
import { en } from './snapshots.en';

export const es: Like<typeof en> = {
  title: 'Instantáneas',
  name: 'Nombre',
  created: 'Creada',
  used: 'Usado',
  empty: 'Este datastore aún no tiene instantáneas.',
};
