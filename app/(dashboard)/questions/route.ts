import { z } from 'zod';
import { answerPage } from '@/app/server/page-door';
import { answerTo } from './answers';

/** A group's whole set of scopes is the longest value there is. */
const MAX_BODY_BYTES = 1_048_576;

const door = {
  schema: z.strictObject({ question: z.string(), value: z.unknown() }),
  maxBytes: MAX_BODY_BYTES,
  onFault: 'Keyward failed to answer. Try again in a moment.',
};

/** Answers what pages ask while they are read (`components/asking`); changes nothing. */
export async function POST(request: Request): Promise<Response> {
  return answerPage(request, door, ({ question, value }) => answerTo(question, value));
}
