import { Like } from '../../i18n/catalogue';
import { en } from './restore.en';

export const ja: Like<typeof en> = {
  title: 'スナップショット',
  name: '名前',
  created: '作成日時',
  empty: 'このデータストアのスナップショットはまだありません。',
};
