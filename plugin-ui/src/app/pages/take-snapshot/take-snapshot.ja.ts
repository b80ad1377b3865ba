import { Like } from '../../i18n/catalogue';
import { en } from './take-snapshot.en';

export const ja: Like<typeof en> = {
  title: 'スナップショットを取得',
  of: '対象：{name}',
  name: '名前',
  nameHelp: '空欄：manual- と UTC の時刻',
  recursive: '下位のすべてのデータセットも含む',
  quiesce: '先に仮想マシンを静止させて整合させる',
  quiesceHelp: '時間がかかります。各仮想マシンに一時的な静止スナップショットを作成します。',
  onVmFailure: '静止できない場合',
  CONTINUE: 'それでも取得する',
  FAIL: '取得しない',
  keeps: '誰かが削除するまで残ります。タスクの保持期間の対象にはなりません。',
  taken: '取得済み：',
  running: '仮想マシンを静止しています…',
  runDone: 'スナップショットを取得しました。',
  close: '閉じる',
  cancel: 'キャンセル',
};
