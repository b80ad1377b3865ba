import { Like } from '../../i18n/catalogue';
import { en } from './replication.en';

export const ja: Like<typeof en> = {
  title: 'レプリケーション',
  name: '名前',
  target: 'リモート データセット',
  empty: 'レプリケーション タスクはまだありません。',
};
