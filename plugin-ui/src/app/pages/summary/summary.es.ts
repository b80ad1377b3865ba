import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const es: Like<typeof en> = {
  title: 'Protección de este datastore',
  lastSnapshot: 'Última instantánea',
  lastReplication: 'Última replicación',
  dataset: 'Dataset',
  lastRun: 'Última ejecución',
  noTask: 'Nada protege aún este datastore.',
  noReplication: 'Tiene instantáneas, pero ninguna copia en otra máquina.',
  snapshots: 'Instantáneas',
  replication: 'Replicación',
  runs: 'Ejecuciones',
};
