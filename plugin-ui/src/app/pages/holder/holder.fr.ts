import { Like } from '../../i18n/catalogue';
import { en } from './holder.en';

export const fr: Like<typeof en> = {
  title: 'Protection des banques de données de cet objet',
};
