/** A decimal for people: thousands apart, a true minus sign, every digit kept. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.replace('-', '−').split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '');
}
