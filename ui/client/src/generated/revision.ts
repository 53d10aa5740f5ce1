// Written by `make docs`; a test fails when it is stale.

/** The release and the contract that this client was built with. */
export const BUILT_WITH = { release: "0.1.0", contract: "79f8ba3a42c9" } as const;
