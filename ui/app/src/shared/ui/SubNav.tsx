/** The parts of a place, side by side under its head; each has its own address. */

import "./ui.css";
import { NavLink } from "react-router";

export interface SubNavProps {
  label: string;
  items: readonly { to: string; word: string; end?: boolean }[];
}

export function SubNav({ label, items }: SubNavProps) {
  return (
    <nav className="subnav" aria-label={label}>
      {items.map((item) => (
        <NavLink key={item.to} to={item.to} end={item.end ?? false}>
          {item.word}
        </NavLink>
      ))}
    </nav>
  );
}
