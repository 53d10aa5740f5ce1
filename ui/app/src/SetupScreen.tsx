/** The route of a new server's first hour; a server that has an admin leads to the sign-in. */

import { SetupPage } from "./features/account/SetupPage";

export default SetupPage;
