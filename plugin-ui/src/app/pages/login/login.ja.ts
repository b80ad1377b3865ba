import { Like } from '../../i18n/catalogue';
import { en } from './login.en';

export const ja: Like<typeof en> = {
  tagline: 'vSphere データストアの背後にある ZFS データセットのスナップショットとレプリケーション',
  vcenter: 'vCenter',
  vcenterHelp: 'Datastore Guard での名前または ID',
  username: 'ユーザー名',
  password: 'パスワード',
  signIn: 'ログイン',
  first: '初めてですか。サーバーで vCenter を追加してください: datastore-guard vcenter add',
};
