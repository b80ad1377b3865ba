import { Like } from '../../i18n/catalogue';
import { en } from './restore.en';

export const es: Like<typeof en> = {
  notYet:
    'Este servidor aún no restaura por sí mismo: no revierte un datastore ni monta una copia. Sus snapshots y réplicas están íntegros, y el NAS puede hacer una copia de cualquiera sin tocar lo que hay ahora.',
  choose: 'Elija un snapshot para ver cómo.',
  name: 'Nombre',
  created: 'Creado',
  vms: 'Máquinas virtuales',
  consistent: 'Coherentes',
  crash: 'Coherentes ante fallos',
  empty: 'Este datastore aún no tiene ningún snapshot al que volver.',
  how: 'En el NAS, esto crea una copia escribible de {dataset} tal como era en {time}. Al principio no ocupa espacio y no cambia nada más:',
  then: 'Después compártala como se comparte el datastore, móntela en vCenter con otro nombre y registre o copie desde allí las máquinas virtuales.',
  close: 'Cerrar',
};
