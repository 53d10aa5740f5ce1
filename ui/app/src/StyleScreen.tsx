/** The route of the style page. */

import { StylePage } from "./features/style/StylePage";

export default StylePage;
