import { Like } from '../../i18n/catalogue';
import { en } from './vcenters.en';

export const es: Like<typeof en> = {
  title: 'vCenters',
  name: 'Nombre',
  url: 'Dirección',
  empty: 'Aún no se ha añadido ningún vCenter.',
};
