import { Like } from '../../i18n/catalogue';
import { en } from './dashboard.en';

export const ja: Like<typeof en> = {
  title: 'ダッシュボード',
  name: 'データストア',
  dataset: 'データセット',
  empty: 'データストアはまだ認識されていません。',
};
