/** The route of a wall's set-up. */

import { WallSetUp } from "./features/wall/WallSetUp";

export default WallSetUp;
