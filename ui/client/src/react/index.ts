/** Thin adapters from the client to React. They hold no rule of their own. */

export { useAlerts, useBulkSessionManager, useOutbox, useSessionBroadcast } from "./broadcasting";
export { useLink, useLinkPhase, useNow, useSession } from "./watching";
