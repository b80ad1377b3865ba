import { Like } from '../../i18n/catalogue';
import { en } from './login.en';

export const es: Like<typeof en> = {
  tagline: 'Instantáneas y replicación de los datasets ZFS que hay tras los datastores de vSphere',
  vcenter: 'vCenter',
  vcenterHelp: 'Su nombre o identificador en Datastore Guard',
  username: 'Usuario',
  password: 'Contraseña',
  signIn: 'Iniciar sesión',
  first: '¿Primera vez? Añada el vCenter en el servidor: datastore-guard vcenter add',
};
