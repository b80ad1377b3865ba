import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const es: Like<typeof en> = {
  title: 'Auditoría',
  at: 'Hora',
  actor: 'Quién',
  action: 'Acción',
  empty: 'Aún no se ha cambiado nada.',
};
