import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { formatAddress, type Page, type PageAddress, parseAddress } from '../src/view-model/page-address';

type Parameters = Readonly<Record<string, string>>;

/** The address of the page with the functions that change it. */
export interface AddressControl extends PageAddress {
  /**
   * Changes parameters in place: the back button of the browser leads to the previous page, not to the previous
   * state.
   */
  readonly change: (parameters: Parameters) => void;
}

export const AddressContext = createContext<AddressControl>({
  page: 'overview',
  parameters: {},
  change: () => undefined,
});

export const useAddress = (): AddressControl => useContext(AddressContext);

export function hrefTo(page: Page, parameters: Parameters = {}): string {
  return formatAddress({ page, parameters });
}

export function useHashAddress(): AddressControl {
  const [address, setAddress] = useState(() => parseAddress(location.hash));
  useEffect(() => {
    const read = () => setAddress(parseAddress(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const change = (parameters: Parameters) => {
    const changed = { ...address, parameters: { ...address.parameters, ...parameters } };
    history.replaceState(null, '', formatAddress(changed));
    setAddress(changed);
  };
  return { ...address, change };
}
