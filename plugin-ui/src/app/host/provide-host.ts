import { EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { Host } from './host';
import { clientSdk } from './sdk';
import { StandaloneHost } from './standalone-host';
import { VsphereHost } from './vsphere-host';

/** The surroundings that are there: the vSphere Client's where its script is, a browser tab otherwise. */
export function provideHost(): EnvironmentProviders {
  return makeEnvironmentProviders([
    {
      provide: Host,
      useFactory: () => {
        const sdk = clientSdk();
        return sdk ? new VsphereHost(sdk) : new StandaloneHost();
      },
    },
  ]);
}
