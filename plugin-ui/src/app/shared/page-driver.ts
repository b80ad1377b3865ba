import axe from 'axe-core';
import { vi } from 'vitest';
import { Type } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideNoopAnimations } from '@angular/platform-browser/animations';
import { provideRouter } from '@angular/router';
import { FakeHost } from '../host/fake-host';
import { Host } from '../host/host';
import { addIcons } from './icons';

/** A browser's; jsdom lays nothing out, so nothing ever changes its size. */
class NothingResizes implements ResizeObserver {
  observe(): void {
    /* never reports */
  }
  unobserve(): void {
    /* never reports */
  }
  disconnect(): void {
    /* never reports */
  }
}

/** Uses a component in a test as a person would: by its labels and buttons. */
export class PageDriver<T> {
  private constructor(private readonly fixture: ComponentFixture<T>) {}

  static async open<T>(
    component: Type<T>,
    inputs: Record<string, unknown> = {},
    host: FakeHost = new FakeHost(),
  ): Promise<PageDriver<T>> {
    addIcons();
    vi.stubGlobal('ResizeObserver', NothingResizes);
    Element.prototype.scrollIntoView = () => undefined;
    TestBed.configureTestingModule({
      providers: [provideNoopAnimations(), provideRouter([]), { provide: Host, useValue: host }],
    });
    const fixture = TestBed.createComponent(component);
    Object.entries(inputs).forEach(([name, value]) => fixture.componentRef.setInput(name, value));
    const driver = new PageDriver(fixture);
    await driver.settled();
    return driver;
  }

  get component(): T {
    return this.fixture.componentInstance;
  }

  get root(): HTMLElement {
    return this.fixture.nativeElement as HTMLElement;
  }

  get text(): string {
    return (document.body.textContent ?? '').replace(/\s+/g, ' ');
  }

  async settled(): Promise<void> {
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setTimeout(resolve));
      await this.fixture.whenStable();
    }
  }

  field(label: string): HTMLInputElement {
    const labels = [...document.querySelectorAll('label')].filter((found) => found.textContent?.trim() === label);
    const field = labels.map((found) => document.getElementById(found.htmlFor)).find((found) => found !== null);
    if (!field) {
      throw new Error(`no field is called ${label}`);
    }
    return field as HTMLInputElement;
  }

  async type(label: string, text: string): Promise<void> {
    const field = this.field(label);
    field.value = text;
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
    await this.settled();
  }

  async tick(label: string): Promise<void> {
    this.field(label).click();
    await this.settled();
  }

  button(name: string): HTMLButtonElement {
    const found = [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === name);
    if (!found) {
      throw new Error(`no button is called ${name}`);
    }
    return found;
  }

  async press(name: string): Promise<void> {
    this.button(name).click();
    await this.settled();
  }

  /** What axe has to say against the component; nothing is drawn here, so nothing about colours. */
  async violations(): Promise<string[]> {
    const { violations } = await axe.run(this.root, {
      resultTypes: ['violations'],
      rules: { 'color-contrast': { enabled: false } },
    });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
  }

  /** What stands below the fields that are marked, in the order of the page. */
  errors(): string[] {
    return [...document.querySelectorAll('clr-control-error')].map((error) => error.textContent?.trim() ?? '');
  }
}
