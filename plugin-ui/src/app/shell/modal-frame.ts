import { Component, computed, inject, linkedSignal, resource, Type } from '@angular/core';
import { NgComponentOutlet } from '@angular/common';
import { Route } from '@angular/router';
import { ClrModalModule } from '@clr/angular/modal';
import { routes } from '../app.routes';
import { Host } from '../host/host';
import { StandaloneHost } from '../host/standalone-host';

/** Outside the vSphere Client: the frame that the client draws around an action's page. */
@Component({
  selector: 'dg-modal-frame',
  imports: [ClrModalModule, NgComponentOutlet],
  template: `
    @if (modal(); as modal) {
      <clr-modal
        [clrModalOpen]="open()"
        (clrModalOpenChange)="modal.done()"
        [clrModalSize]="(modal.size?.width ?? 0) > 700 ? 'lg' : 'md'"
        [clrModalStaticBackdrop]="true"
      >
        <h2 class="modal-title">{{ modal.title }}</h2>
        <div class="modal-body">
          @if (page.value(); as page) {
            <ng-container *ngComponentOutlet="page" />
          }
        </div>
      </clr-modal>
    }
  `,
})
export class ModalFrame {
  private readonly host = inject(Host) as StandaloneHost;
  protected readonly modal = this.host.modal;
  protected readonly open = linkedSignal(() => this.modal() !== undefined);
  private readonly path = computed(() => this.modal()?.path);
  protected readonly page = resource({
    params: () => this.path(),
    loader: ({ params }) => component(params),
  });
}

/** The page of an address, by the same table that the vSphere Client's frames go through. */
async function component(path: string): Promise<Type<unknown> | undefined> {
  let level: Route[] = routes.find((route) => route.path === '')?.children ?? [];
  let found: Route | undefined;
  for (const part of path.split('/')) {
    found = level.find((route) => route.path === part);
    level = found?.children ?? [];
  }
  return (await found?.loadComponent?.()) as Type<unknown> | undefined;
}
