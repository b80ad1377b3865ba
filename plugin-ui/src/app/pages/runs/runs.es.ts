import { Like } from '../../i18n/catalogue';
import { en } from './runs.en';

export const es: Like<typeof en> = {
  title: 'Ejecuciones de protección',
  task: 'Tarea',
  state: 'Estado',
  empty: 'Aún no se ha ejecutado nada.',
};
