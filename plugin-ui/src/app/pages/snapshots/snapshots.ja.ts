import { Like } from '../../i18n/catalogue';
import { en } from './snapshots.en';

export const ja: Like<typeof en> = {
  title: 'スナップショット',
  name: '名前',
  created: '作成日時',
  used: '使用量',
  empty: 'このデータストアのスナップショットはまだありません。',
};
