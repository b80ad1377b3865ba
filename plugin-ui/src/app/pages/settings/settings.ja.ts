import { Like } from '../../i18n/catalogue';
import { en } from './settings.en';

export const ja: Like<typeof en> = {
  title: '設定',
  name: 'トークン',
  role: 'ロール',
  empty: 'トークンはまだ作成されていません。',
};
