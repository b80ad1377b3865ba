import { Like } from '../../i18n/catalogue';
import { en } from './nas.en';

export const es: Like<typeof en> = {
  title: 'Sistemas NAS',
  name: 'Nombre',
  host: 'Host',
  empty: 'Aún no se ha añadido ningún sistema NAS.',
};
