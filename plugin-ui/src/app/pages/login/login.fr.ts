import { Like } from '../../i18n/catalogue';
import { en } from './login.en';

export const fr: Like<typeof en> = {
  tagline: 'Snapshots et réplication des datasets ZFS derrière les banques de données vSphere',
  vcenter: 'vCenter',
  vcenterHelp: 'Son nom ou identifiant dans Datastore Guard',
  username: 'Nom d’utilisateur',
  password: 'Mot de passe',
  signIn: 'Se connecter',
  first: 'Première visite ? Ajoutez le vCenter sur le serveur : datastore-guard vcenter add',
};
