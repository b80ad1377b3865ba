/** What the vSphere Client offers to a framed page; only what these pages use. Undefined outside it. */
export interface HtmlClientSdk {
  initialize(ready?: () => void): void;
  isInitialized(): boolean;
  getProxiedPluginServerOrigin(): string | null;
  app: {
    getContextObjects(): { id: string }[];
    getNavigationData(): unknown;
    navigateTo(target: { targetViewId?: string; objectId?: string; customData?: unknown }): void;
    navigateToClientView(target: { targetViewId?: string; objectId?: string }): void;
    getSessionInfo(answer: (info: { sessionToken: string; nodeId?: string } | null) => void): void;
    getPluginBackendInfo(answer: (info: BackendInfo | null) => void): void;
    getClientLocale(): string;
    getTheme(): { name: Theme };
    formatDateTime(millis: number, options?: { format?: DateTimeFormat }): string;
    refreshPluginItemsState(): void;
  };
  event: {
    onGlobalRefresh(listener: () => void): void;
    onThemeChanged(listener: (theme: { name: Theme }) => void): void;
    onDateTimeFormatChanged(listener: () => void): void;
  };
  modal: {
    open(modal: SdkModal): void;
    close(result?: unknown): void;
    getCustomData(): unknown;
    setOptions(options: { title?: string; accessibilityTitle?: string; height?: number }): void;
  };
}

export type Theme = 'light' | 'dark';
export type DateTimeFormat = 'DATE' | 'TIME' | 'DATE_AND_TIME';

export interface BackendInfo {
  backendServersPerVc?: Record<string, unknown>;
}

export interface SdkModal {
  url: string;
  title?: string;
  accessibilityTitle?: string;
  size?: { width: number; height: number };
  closable?: boolean;
  contextObjects?: { id: string }[];
  customData?: unknown;
  onClosed?: (result?: unknown) => void;
}

declare global {
  interface Window {
    htmlClientSdk?: HtmlClientSdk;
  }
}

export function clientSdk(): HtmlClientSdk | undefined {
  return window.htmlClientSdk;
}

/** Resolves when the client's functions may be called; at once outside the client. */
export function ready(): Promise<void> {
  const sdk = clientSdk();
  return sdk ? new Promise((resolve) => sdk.initialize(resolve)) : Promise.resolve();
}
