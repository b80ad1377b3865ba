import { Like } from '../../i18n/catalogue';
import { en } from './holder.en';

export const es: Like<typeof en> = {
  title: 'Protección de los datastores de este objeto',
};
