import { Like } from '../i18n/catalogue';
import { en } from './shared.en';

export const es: Like<typeof en> = {
  loading: 'Cargando…',
  empty: 'Aún no hay nada aquí.',
  retry: 'Reintentar',
  reload: 'Recargar',
  cancel: 'Cancelar',
  delete: 'Eliminar',
  runbook: 'Qué hacer',
  incident: 'Incidente {id}, como en el registro del servidor',
  machineSaid: 'Lo que dijo la máquina',
  temporary: 'Puede pasar por sí solo.',
  unreachable: 'El servidor de Datastore Guard no responde',
  unreachableDetail:
    'No consta que se haya cambiado nada. Compruebe que el servidor funciona y que la red llega hasta él.',
  conflict: 'Alguien lo cambió entretanto',
  conflictDetail: 'No se guardó nada suyo. Recargue para ver el estado actual y vuelva a hacer el cambio.',
  noPermission: 'Aquí no puede hacer esto',
  noPermissionDetail:
    'Pida a un administrador del vCenter un rol con los privilegios del grupo Datastore Guard en este objeto.',
  sessionEnded: 'Su sesión ha terminado',
  sessionEndedDetail: 'Actualice vSphere Client para volver a iniciar sesión.',
  unknownError: 'Algo salió mal',
  confirmName: 'Para confirmar, escriba {name}',
  ago: 'hace {time}',
  in: 'en {time}',
  never: 'Nunca',
  copy: 'Copiar',
  copied: 'Copiado',
  next: 'Siguiente',
  previous: 'Anterior',
  first: 'Principio de la lista',
  shown: '{n} mostrado|{n} mostrados',
  asTable: 'Mostrar como tabla',
  when: 'Cuándo',
};
