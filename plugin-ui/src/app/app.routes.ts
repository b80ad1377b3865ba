import { inject } from '@angular/core';
import { CanActivateFn, Router, Routes } from '@angular/router';
import { Host } from './host/host';
import { Login } from './host/login';

/** Outside the vSphere Client a page needs a login first. */
const signedIn: CanActivateFn = async (_route, state) => {
  const router = inject(Router);
  const embedded = inject(Host).embedded;
  return embedded || (await inject(Login).current()) !== undefined
    ? true
    : router.createUrlTree(['/login'], { queryParams: { to: state.url } });
};

/** The addresses below `datastore`, `host` and `cluster` are those of the vSphere Client's manifest. */
export const routes: Routes = [
  {
    path: 'login',
    loadComponent: () => import('./pages/login/login-page').then((page) => page.LoginPage),
  },
  {
    path: '',
    canActivate: [signedIn],
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'dashboard' },
      {
        path: 'dashboard',
        loadComponent: () => import('./pages/dashboard/dashboard-page').then((page) => page.DashboardPage),
      },
      { path: 'nas', loadComponent: () => import('./pages/nas/nas-page').then((page) => page.NasPage) },
      {
        path: 'vcenters',
        loadComponent: () => import('./pages/vcenters/vcenters-page').then((page) => page.VcentersPage),
      },
      {
        path: 'settings',
        loadComponent: () => import('./pages/settings/settings-page').then((page) => page.SettingsPage),
      },
      { path: 'audit', loadComponent: () => import('./pages/audit/audit-page').then((page) => page.AuditPage) },
      {
        path: 'host/summary',
        loadComponent: () => import('./pages/holder/holder-page').then((page) => page.HolderPage),
      },
      {
        path: 'cluster/summary',
        loadComponent: () => import('./pages/holder/holder-page').then((page) => page.HolderPage),
      },
      {
        path: 'datastore',
        children: [
          {
            path: 'summary',
            loadComponent: () => import('./pages/summary/summary-page').then((page) => page.SummaryPage),
          },
          { path: 'runs', loadComponent: () => import('./pages/runs/runs-page').then((page) => page.RunsPage) },
          {
            path: 'snapshots',
            loadComponent: () => import('./pages/snapshots/snapshots-page').then((page) => page.SnapshotsPage),
          },
          {
            path: 'replication',
            loadComponent: () => import('./pages/replication/replication-page').then((page) => page.ReplicationPage),
          },
          {
            path: 'take-snapshot',
            loadComponent: () =>
              import('./pages/take-snapshot/take-snapshot-page').then((page) => page.TakeSnapshotPage),
          },
          {
            path: 'replicate-now',
            loadComponent: () =>
              import('./pages/replicate-now/replicate-now-page').then((page) => page.ReplicateNowPage),
          },
          {
            path: 'restore',
            loadComponent: () => import('./pages/restore/restore-page').then((page) => page.RestorePage),
          },
        ],
      },
    ],
  },
  { path: '**', redirectTo: '' },
];
