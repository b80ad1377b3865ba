import { Like } from '../../i18n/catalogue';
import { en } from './take-snapshot.en';

export const es: Like<typeof en> = {
  title: 'Tomar snapshot',
  of: 'De {name}',
  name: 'Nombre',
  nameHelp: 'Vacío: manual- y el momento en UTC',
  recursive: 'También de todos los datasets inferiores',
  quiesce: 'Hacer coherentes antes las máquinas virtuales',
  quiesceHelp: 'Tarda más; cada una recibe por un momento un snapshot de VM en reposo.',
  onVmFailure: 'Si una no se puede poner en reposo',
  CONTINUE: 'Tomar el snapshot de todos modos',
  FAIL: 'No tomar el snapshot',
  keeps: 'Permanece hasta que alguien lo elimine: la retención de ninguna tarea lo toca.',
  taken: 'Tomado:',
  running: 'Se están poniendo en reposo las máquinas virtuales …',
  runDone: 'El snapshot se ha tomado.',
  close: 'Cerrar',
  cancel: 'Cancelar',
};
