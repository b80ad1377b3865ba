import { Like } from '../../i18n/catalogue';
import { en } from './holder.en';

export const ja: Like<typeof en> = {
  title: 'ここにあるデータストアの保護',
};
