/** The route for those who have a link or a token instead of an account. */

import { EntryPage } from "./features/entry/EntryPage";

export default function EntryScreen() {
  return <EntryPage refused={false} onFragment={(fragment) => window.location.assign(`/board#${fragment}`)} />;
}
