import { Like } from '../../i18n/catalogue';
import { en } from './settings.en';

export const es: Like<typeof en> = {
  title: 'Configuración',
  name: 'Token',
  role: 'Rol',
  empty: 'Aún no se ha creado ningún token.',
};
