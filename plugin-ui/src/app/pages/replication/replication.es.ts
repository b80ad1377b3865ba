import { Like } from '../../i18n/catalogue';
import { en } from './replication.en';

export const es: Like<typeof en> = {
  title: 'Replicación',
  name: 'Nombre',
  target: 'Dataset remoto',
  empty: 'Aún no hay tareas de replicación.',
};
