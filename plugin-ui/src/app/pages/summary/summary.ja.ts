import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const ja: Like<typeof en> = {
  title: 'サマリ',
  task: 'タスク',
  state: '状態',
  empty: 'まだ実行されていません。',
};
