/** What lies over the page and has keys of its own. */

const isShown = (element: HTMLElement): boolean =>
  element.offsetParent !== null || element.getClientRects().length > 0;

/** A modal dialog or a form over the page; the record's own drawer is part of the page. */
export const isDialogOpen = (): boolean =>
  [...document.querySelectorAll<HTMLElement>(".ant-modal-wrap, [data-own-keys]")].some(isShown);

export const isDrawerOpen = (): boolean =>
  [...document.querySelectorAll<HTMLElement>(".ant-drawer-content-wrapper, .ant-drawer-section")].some(
    isShown,
  );
