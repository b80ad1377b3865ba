import { Like } from '../../i18n/catalogue';
import { en } from './nas.en';

export const ja: Like<typeof en> = {
  title: 'NAS システム',
  name: '名前',
  host: 'ホスト',
  empty: 'NAS システムはまだ追加されていません。',
};
