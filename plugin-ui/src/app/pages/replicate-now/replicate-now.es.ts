import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const es: Like<typeof en> = {
  title: 'Tareas de replicación',
  name: 'Nombre',
  target: 'Dataset remoto',
  empty: 'Aún no hay tareas de replicación.',
};
