/** Where the interface ends an address. */
const ofInterface = /\/rest\/bpm\/bfm(?:\/v1)?$/;

const withoutSlash = (address: string) => address.replace(/\/+$/, "");

/** The address of the interface, of that of the host or of the interface, with or without its version. */
export const apiRoot = (url: string) => `${withoutSlash(url).replace(ofInterface, "")}/rest/bpm/bfm/v1`;

/** Whether an address can be completed to that of the interface. */
export const isHostOrInterface = ({ pathname }: URL) => {
  const path = withoutSlash(pathname);
  return path === "" || ofInterface.test(path);
};
