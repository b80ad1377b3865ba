import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const es: Like<typeof en> = {
  title: 'Resumen',
  task: 'Tarea',
  state: 'Estado',
  empty: 'Aún no se ha ejecutado nada.',
};
