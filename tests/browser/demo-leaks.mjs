// Looks for typed values in bytes, in each form that a page or a tag might send them in.

// Every value that occurs in the bytes, with the form in which it does.
export function leaks(values, bytes) {
  return values.flatMap((value) =>
    Object.entries(forms(value)).flatMap(([form, texts]) =>
      texts.filter((text) => bytes.includes(text)).map(() => `${value} (${form})`),
    ),
  );
}

export function forms(value) {
  const upper = encodeURIComponent(value);
  const entry = new URLSearchParams({ x: value }).toString().slice(2);
  const json = JSON.stringify(value).slice(1, -1);
  return {
    plain: [value, value.toLowerCase(), value.toUpperCase()],
    "URL-encoded": [upper, lowerEscapes(upper), entry, lowerEscapes(entry)],
    "JSON-escaped": [json, asciiOnly(json)],
    base64: base64AtEachOffset(value, "base64"),
    base64url: base64AtEachOffset(value, "base64url"),
  };
}

function lowerEscapes(text) {
  return text.replace(/%../g, (escape) => escape.toLowerCase());
}

function asciiOnly(json) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(/[^\0-\x7f]/g, escape);
}

// Inside a longer text, a value begins at one of three places in base64's groups of three bytes.
// The digits at both ends that also hold bits of its neighbours are left out.
function base64AtEachOffset(value, encoding) {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString(encoding).slice(Math.ceil((before * 8) / 6), whole);
  });
}
