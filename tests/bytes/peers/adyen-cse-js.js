// RSA and AES-CCM, in JavaScript. Its script is minified already and has no exports.
import "adyen-cse-js/js/adyen.encrypt.nodom.min.js";

export function seal(fields, key) {
  return globalThis.adyen.encrypt.createEncryption(key, {}).encrypt(fields);
}
