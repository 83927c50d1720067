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
  const files = h('input', {
    id: 'files',
    type: 'file',
    multiple: true,
    accept: '.json,application/json,.csv,text/csv',
  });
  const paste = h('textarea', { id: 'paste', rows: 3, spellcheck: 'false', autocomplete: 'off' });
  const check = h('button', { type: 'button' }, 'Check what is pasted');
  const takePasted = () => {
    const text = paste.value;
    // Emptied, so that the next text does not end up behind this one.
    paste.value = '';
    if (text.trim() !== '') onTexts([{ name: 'pasted', text }]);
  };
  const element = h(
    'div',
    { id: 'drop' },
    h(
      'p',
      {},
      h(
        'label',
        { for: 'files' },
        'Choose the receipt, and the opening that the venue gave you if the account is yours:',
      ),
    ),
    h('p', {}, files),
    h('p', {}, h('label', { for: 'paste' }, 'Or drop the files anywhere on this page, or paste one here:')),
    paste,
    h('p', {}, check),
    status,
  );
  files.addEventListener('change', () => onFiles([...(files.files ?? [])]));
  check.addEventListener('click', takePasted);
  paste.addEventListener('input', (event) => {
    if ((event as InputEvent).inputType === 'insertFromPaste') takePasted();
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    element.classList.add('over');
  });
  document.addEventListener('dragleave', () => element.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('over');
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  return { element, say: (sentence) => status.replaceChildren(sentence) };
}
