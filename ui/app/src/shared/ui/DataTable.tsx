/**
 * A table one can sort and open rows of, by pointer and keyboard. On narrow screens each row becomes a card whose cells
 * carry their headings. Holds its order and nothing else.
 */

import "./ui.css";
import { Table, UnstyledButton } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useWords } from "../i18n/I18n";

export interface Column<Row> {
  key: string;
  title: string;
  /** What is shown. */
  cell(row: Row): ReactNode;
  /** What is sorted by; a column without it cannot be sorted. */
  by?(row: Row): string | number | null;
  align?: "end";
  /** Left out on narrow screens. */
  wide?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table is, for those who do not see it. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey(row: Row): string;
  /** Where a row leads; its first cell becomes the link. */
  rowTo?(row: Row): string;
  /** Which column is sorted at first. */
  first?: string;
}

interface Order {
  key: string;
  down: boolean;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { locale } = useWords();
  const { rows, columns } = props;
  const [order, setOrder] = useState<Order | null>(
    props.first === undefined ? null : { key: props.first, down: false },
  );
  const sorted = useMemo(() => sortRows(rows, columns, order, locale), [rows, columns, order, locale]);
  return (
    <Table className="data" verticalSpacing="sm" aria-label={props.label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Heading key={column.key} column={column} order={order} onOrder={setOrder} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((row) => (
          <Table.Tr key={props.rowKey(row)} data-leads={props.rowTo !== undefined}>
            {columns.map((column, place) => (
              <Table.Td key={column.key} data-title={column.title} data-wide={column.wide} data-align={column.align}>
                {place === 0 && props.rowTo !== undefined ? (
                  <RouteLink className="data-link" to={props.rowTo(row)}>
                    {column.cell(row)}
                  </RouteLink>
                ) : (
                  column.cell(row)
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface HeadingProps<Row> {
  column: Column<Row>;
  order: Order | null;
  onOrder(order: Order): void;
}

function Heading<Row>({ column, order, onOrder }: HeadingProps<Row>) {
  const mine = order?.key === column.key;
  const sort = !mine ? "none" : order.down ? "descending" : "ascending";
  return (
    <Table.Th
      data-wide={column.wide}
      data-align={column.align}
      scope="col"
      {...(column.by === undefined ? {} : { "aria-sort": sort })}
    >
      {column.by === undefined ? (
        column.title
      ) : (
        <UnstyledButton className="data-sort" onClick={() => onOrder({ key: column.key, down: mine && !order.down })}>
          {column.title}
          <span aria-hidden="true">{mine ? (order.down ? " ↓" : " ↑") : ""}</span>
        </UnstyledButton>
      )}
    </Table.Th>
  );
}

/** Rows in an order; unknown values come last in both directions, and equals keep their places. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | null,
  locale: string,
): readonly Row[] {
  const by = columns.find((column) => column.key === order?.key)?.by;
  if (order === null || by === undefined) return rows;
  const sign = order.down ? -1 : 1;
  const words = new Intl.Collator(locale, { numeric: true });
  return [...rows].sort((one, other) => {
    const [a, b] = [by(one), by(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : words.compare(`${a}`, `${b}`));
  });
}
