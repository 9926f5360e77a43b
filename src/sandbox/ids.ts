/**
 * Ids that look like an engine's UUIDs, are the same in every run, and do not sort by age: a client that takes the
 * first page of an unsorted list for the newest instances must fail here as it does in the field.
 */
export function idSequence(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const head = scatter(count).toString(16).padStart(8, "0");
    return `${head}-5eed-11f1-a0de-${count.toString(16).padStart(12, "0")}`;
  };
}

/** A bijection on 32 bits (the finaliser of MurmurHash3), so that scattered numbers stay distinct. */
function scatter(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
