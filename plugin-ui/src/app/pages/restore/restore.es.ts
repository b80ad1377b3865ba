import { Like } from '../../i18n/catalogue';
import { en } from './restore.en';

export const es: Like<typeof en> = {
  title: 'Instantáneas',
  name: 'Nombre',
  created: 'Creada',
  empty: 'Este datastore aún no tiene instantáneas.',
};
