/** A code to scan, and the same to type: on a screen to hold up, or on a sheet to hang up. */

import "./ui.css";
import type { ReactNode } from "react";

export interface QrCardProps {
  title: string;
  /** SVG markup as the server drew it. */
  svg: string;
  /** What the picture says, in words. */
  alt: string;
  /** The same to type, in large letters. */
  code?: string;
  children?: ReactNode;
}

export function QrCard({ title, svg, alt, code, children }: QrCardProps) {
  return (
    <figure className="qr">
      <figcaption>{title}</figcaption>
      <img className="qr-picture" src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} alt={alt} />
      {code === undefined ? null : <output className="qr-code">{code}</output>}
      {children}
    </figure>
  );
}
