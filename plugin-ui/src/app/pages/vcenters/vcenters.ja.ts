import { Like } from '../../i18n/catalogue';
import { en } from './vcenters.en';

export const ja: Like<typeof en> = {
  title: 'vCenter',
  name: '名前',
  url: 'アドレス',
  empty: 'vCenter はまだ追加されていません。',
};
