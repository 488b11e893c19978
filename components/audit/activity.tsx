import { TableFailure } from '@/components/data-table/table-feedback';
import type { TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { type ChangeRow, ChangesTable } from './changes-table';

/** The newest audit events of one search, with the way to the whole of it. */
export function Activity(props: {
  title: string;
  description: string;
  /** The search, as the audit page takes it. */
  query: string;
  result: TableResult<ChangeRow>;
  /** Where there are none: what would be listed. */
  empty: { title: string; text: string };
}) {
  const { result } = props;
  return (
    <Section
      flush
      title={props.title}
      description={props.description}
      actions={
        result.status === 'ok' &&
        result.rows.length > 0 && (
          <ButtonLink size="small" href={paths.audit({ q: props.query })}>
            {result.nextCursor !== null ? 'All in the audit log' : 'Open in the audit log'}
          </ButtonLink>
        )
      }
    >
      {result.status === 'refused' && <RefusedState {...result} />}
      {result.status === 'failed' && <TableFailure {...result} />}
      {result.status === 'ok' && (
        <ChangesTable
          caption={props.title}
          rows={result.rows}
          empty={
            <EmptyState
              title={props.empty.title}
              actions={<ButtonLink href={paths.audit()}>See every change</ButtonLink>}
            >
              {props.empty.text}
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}
