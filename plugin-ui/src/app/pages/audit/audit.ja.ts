import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const ja: Like<typeof en> = {
  title: '監査',
  at: '時刻',
  actor: 'ユーザー',
  action: '操作',
  empty: '変更はまだありません。',
};
