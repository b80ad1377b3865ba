import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const es: Like<typeof en> = {
  title: 'Replicar ahora',
  choose: 'Qué tarea ejecutar',
  to: '{name}, a {target}',
  disabled: 'desactivada',
  window: 'Comienza de inmediato, incluso fuera de la ventana de la tarea.',
  empty: 'Ninguna tarea replica aún este datastore.',
  toTasks: 'Replicación',
  dryRun: 'Simulación',
  asking: 'Consultando ambas máquinas; no se envía nada …',
  cancel: 'Cancelar',
};
