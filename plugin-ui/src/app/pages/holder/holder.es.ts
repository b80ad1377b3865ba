import { Like } from '../../i18n/catalogue';
import { en } from './holder.en';

export const es: Like<typeof en> = {
  title: 'Protección de los datastores de este objeto',
  tooMany: 'Solo se muestra el primer datastore.|Solo se muestran los primeros {n} datastores.',
};
