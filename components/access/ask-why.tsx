import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState, type ShownRefusal } from '@/components/ui/states';
import type { AskedWhy } from './asked-why';
import { Verdict } from './verdict';
import type { WhyAnswer } from './why-question';

// It becomes an address, where no secret belongs: the browser sends none.
const NO_TOKEN = {
  pattern: '(?!.*kw[ps]_[0-9A-Za-z]{36}).*',
  title: 'A token has no place here: the answer has an address.',
};

type Result =
  | { ok: true; value: WhyAnswer }
  | (ShownRefusal & {
      ok?: false;
      errors?: readonly { path: string; message: string }[] | undefined;
    });

/**
 * “Why may it call …, or why not?”: a form whose answer has an address, and works before any script
 * is there. What is wrong with the question is said at its field, and nothing typed is lost.
 */
export function AskWhy(props: {
  /** Whose page it is, in the middle of a sentence: “this token”, “Max”. */
  subject: string;
  /** The tab that it stands on, which the answer's address keeps. */
  tab: string;
  asked: AskedWhy | null;
  result: Result | null;
  /** Asks for an address as well: decisions about tokens look at it. */
  withAddress?: boolean;
}) {
  const { asked, result } = props;
  const errors = result && 'errors' in result ? (result.errors ?? []) : [];
  const errorAt = (path: string) => errors.find((one) => one.path === path)?.message;
  const isMistyped = errors.length > 0;
  return (
    <Section
      title={`Why may ${props.subject} call it, or why not?`}
      description="Each link with who granted it, until when and from which source, and what is closed."
    >
      <form method="get" className="flex flex-wrap items-start gap-3" aria-label="Explain access">
        <input type="hidden" name="tab" value={props.tab} />
        <Field
          name="why"
          label="Operation"
          error={errorAt('operation')}
          className="min-w-0 flex-1 basis-64"
        >
          <Input
            mono
            required
            {...NO_TOKEN}
            spellCheck={false}
            maxLength={2_000}
            defaultValue={asked?.operation}
            placeholder="deleteInvoice, or DELETE /invoices/7"
          />
        </Field>
        <Field name="whyApi" label="API" error={errorAt('api')} className="w-36">
          <Input
            mono
            {...NO_TOKEN}
            spellCheck={false}
            defaultValue={asked?.api}
            placeholder="any"
          />
        </Field>
        {props.withAddress && (
          <Field name="whyFrom" label="From address" error={errorAt('ip')} className="w-40">
            <Input
              mono
              {...NO_TOKEN}
              spellCheck={false}
              defaultValue={asked?.ip}
              placeholder="any"
            />
          </Field>
        )}
        <Button type="submit" className="mt-6">
          Explain
        </Button>
      </form>
      {result && !isMistyped && (
        <div className="mt-4">
          {result.ok ? (
            <>
              <Verdict answer={result.value} />
              <p className="mt-3 text-sm">
                <TextLink
                  href={paths.apiCallers(
                    result.value.operation.api.slug,
                    result.value.operation.name,
                  )}
                >
                  Who else can call it
                </TextLink>
              </p>
            </>
          ) : (
            <RefusedState refusal={result} operation="access.why" />
          )}
        </div>
      )}
    </Section>
  );
}
