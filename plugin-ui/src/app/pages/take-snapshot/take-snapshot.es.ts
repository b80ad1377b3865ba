import { Like } from '../../i18n/catalogue';
import { en } from './take-snapshot.en';

export const es: Like<typeof en> = {
  title: 'Crear instantánea',
  of: 'De {name}',
  name: 'Nombre',
  nameHelp: 'Vacío: manual- y el momento en UTC',
  recursive: 'También de todos los datasets inferiores',
  quiesce: 'Hacer coherentes antes las máquinas virtuales',
  quiesceHelp: 'Tarda más; cada una recibe por un momento una instantánea de VM en reposo.',
  onVmFailure: 'Si una no se puede poner en reposo',
  CONTINUE: 'Crear la instantánea de todos modos',
  FAIL: 'No crear la instantánea',
  keeps: 'Permanece hasta que alguien la elimine: la retención de ninguna tarea la toca.',
  taken: 'Creada:',
  running: 'Se están poniendo en reposo las máquinas virtuales …',
  runDone: 'La instantánea se ha creado.',
  close: 'Cerrar',
  cancel: 'Cancelar',
};
