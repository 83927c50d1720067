/** The line that stands above a link. */
export function linkLabel(holdsAccount: boolean): string {
  return holdsAccount
    ? 'Link to this receipt WITH ITS ACCOUNT: whoever has it can read the account'
    : 'Link to this receipt; it holds nothing secret';
}
