import { h } from '../dom.ts';

/** Where receipts, openings and records come in. */
export interface Intake {
  readonly element: HTMLElement;
  /** Says what is going on, also to screen readers. */
  say(sentence: string): void;
}

export interface IntakeHandlers {
  readonly onTexts: (texts: readonly { readonly name: string; readonly text: string }[]) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

/** File chooser, place to paste, and the whole window as a place to drop files. */
export function intakeView({ onTexts, onFiles }: IntakeHandlers): Intake {
  const status = h('p', { id: 'status', role: 'status' });
  const takePasted = () => {
    const text = paste.value;
    // Emptied, so that the next text does not end up behind this one.
    paste.value = '';
    if (text.trim() !== '') onTexts([{ name: 'pasted', text }]);
  };
  const files = h('input', {
    ...{ id: 'files', type: 'file', multiple: true, accept: '.json,.csv' },
    change: () => onFiles([...(files.files ?? [])]),
  });
  const paste = h('textarea', {
    ...{ id: 'paste', rows: 3, spellcheck: 'false' },
    input: (event) => (event as InputEvent).inputType === 'insertFromPaste' && takePasted(),
  });
  const element = h(
    'div',
    { id: 'drop' },
    h('label', { for: 'files' }, 'Choose the receipt and, if the account is yours, the opening:'),
    files,
    h('p', {}, h('label', { for: 'paste' }, 'Or drop files anywhere on this page, or paste one here:')),
    paste,
    h('p', {}, h('button', { click: takePasted }, 'Check what is pasted')),
    status,
  );
  for (const type of ['dragover', 'dragleave', 'drop'] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      element.classList.toggle('over', type === 'dragover');
      if (type === 'drop') onFiles([...(event.dataTransfer?.files ?? [])]);
    });
  }
  return { element, say: (sentence) => status.replaceChildren(sentence) };
}
