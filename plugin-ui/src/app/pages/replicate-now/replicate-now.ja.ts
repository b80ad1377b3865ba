import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const ja: Like<typeof en> = {
  title: 'レプリケーション タスク',
  name: '名前',
  target: 'リモート データセット',
  empty: 'レプリケーション タスクはまだありません。',
};
