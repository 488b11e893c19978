import { problem } from '@/app/server/problem';
import { newId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';

/** Whatever else begins with `/api/` is not there, and no page says so: programs ask here. */
const handler = () => problem(notFound('resource'), newId('request'));

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
