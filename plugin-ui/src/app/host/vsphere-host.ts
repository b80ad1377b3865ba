import { signal } from '@angular/core';
import { Host, ModalRequest, Place } from './host';
import { DateTimeFormat, HtmlClientSdk, Theme } from './sdk';

const DATASTORE_VIEWS = {
  summary: 'datastore.summary',
  runs: 'datastoreRuns',
  snapshots: 'datastoreSnapshots',
  replication: 'datastoreReplication',
} as const;

/** Inside the vSphere Client: everything comes from its SDK; the parent window is never touched. */
export class VsphereHost extends Host {
  override readonly embedded = true;
  override readonly theme = signal<Theme>('light');
  override readonly locale = signal('en-US');
  override readonly refreshes = signal(0);
  override readonly objectIds = signal<readonly string[]>([]);
  override readonly modalData = signal<unknown>(undefined);
  override readonly startPage: string | undefined;
  private readonly vcenter: Promise<string | undefined>;

  constructor(private readonly sdk: HtmlClientSdk) {
    super();
    this.objectIds.set(sdk.app.getContextObjects().map((object) => object.id));
    this.modalData.set(sdk.modal.getCustomData());
    this.locale.set(sdk.app.getClientLocale());
    this.show(sdk.app.getTheme().name);
    sdk.event.onThemeChanged((theme) => this.show(theme.name));
    sdk.event.onGlobalRefresh(() => this.refresh());
    sdk.event.onDateTimeFormatChanged(() => this.refresh());
    this.vcenter = this.findVcenter();
    this.startPage = pageIn(sdk.app.getNavigationData());
  }

  private show(theme: Theme): void {
    this.theme.set(theme);
    document.documentElement.setAttribute('cds-theme', theme);
  }

  /** Of the object; a page of the whole installation has none and takes the first vCenter that knows the plugin. */
  private findVcenter(): Promise<string | undefined> {
    const ofObject = this.objectIds()[0]?.split(':')[4];
    return ofObject
      ? Promise.resolve(ofObject)
      : new Promise((resolve) =>
          this.sdk.app.getPluginBackendInfo((info) => resolve(Object.keys(info?.backendServersPerVc ?? {})[0])),
        );
  }

  override async identity(): Promise<Record<string, string>> {
    const [vcenter, token] = await Promise.all([this.vcenter, this.token()]);
    return {
      ...(token ? { 'vmware-api-session-id': token } : {}),
      ...(vcenter ? { 'datastore-guard-vcenter': vcenter } : {}),
    };
  }

  private token(): Promise<string | undefined> {
    return new Promise((resolve) => this.sdk.app.getSessionInfo((info) => resolve(info?.sessionToken)));
  }

  /** Only the client can sign the person in again; the next request takes its token of then. */
  override rejected(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override go(place: Place): void {
    if (!('objectId' in place)) {
      this.sdk.app.navigateTo({ targetViewId: 'overview', customData: { page: place.page } });
    } else if (place.page === 'summary') {
      this.sdk.app.navigateToClientView({ targetViewId: DATASTORE_VIEWS.summary, objectId: place.objectId });
    } else {
      this.sdk.app.navigateTo({
        targetViewId: DATASTORE_VIEWS[place.page],
        objectId: place.objectId,
        customData: place.customData,
      });
    }
  }

  override openModal(modal: ModalRequest): Promise<unknown> {
    return new Promise((resolve) =>
      this.sdk.modal.open({
        url: `index.html#/${modal.path}`,
        title: modal.title,
        accessibilityTitle: modal.title,
        size: modal.size ?? { width: 576, height: 420 },
        contextObjects: (modal.objectId ? [modal.objectId] : this.objectIds()).map((id) => ({ id })),
        customData: modal.data,
        onClosed: (result) => {
          this.refresh();
          resolve(result);
        },
      }),
    );
  }

  override closeModal(result?: unknown): void {
    this.sdk.modal.close(result);
  }

  override refresh(): void {
    this.refreshes.update((count) => count + 1);
  }

  override formatTime(millis: number, format: DateTimeFormat): string {
    return this.sdk.app.formatDateTime(millis, { format });
  }
}

function pageIn(data: unknown): string | undefined {
  const page: unknown = typeof data === 'object' && data !== null && 'page' in data ? data.page : undefined;
  return typeof page === 'string' ? page : undefined;
}
