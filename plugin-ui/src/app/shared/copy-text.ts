import { Component, ElementRef, input, signal, viewChild } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { useTexts } from '../i18n/use-texts';
import { texts } from './shared.texts';

/** A text to be pasted elsewhere, such as a key, with a button that copies it. */
@Component({
  selector: 'dg-copy',
  imports: [ClrIcon],
  template: `
    <code #source class="text dg-code">{{ text() }}</code>
    <button type="button" class="btn btn-sm" (click)="copy()">
      <cds-icon shape="copy"></cds-icon>
      {{ t().copy }}
    </button>
    <span role="status">{{ copied() ? t().copied : '' }}</span>
  `,
  styles: `
    .text {
      display: block;
      padding: var(--cds-global-space-5);
      border: 1px solid var(--cds-alias-object-border-color);
      user-select: all;
    }
  `,
})
export class CopyText {
  readonly text = input.required<string>();
  protected readonly t = useTexts(texts);
  protected readonly copied = signal(false);
  private readonly source = viewChild.required<ElementRef<HTMLElement>>('source');

  /** A frame may not be allowed to write to the clipboard: then the text is left selected, for the keyboard. */
  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.copied.set(true);
    } catch {
      getSelection()?.selectAllChildren(this.source().nativeElement);
    }
  }
}
