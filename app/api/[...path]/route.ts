import { problem } from '@/app/control-api/problem';
import { newId } from '@/domain/kernel/ids';
import { notFound } from '@/domain/kernel/refusal';

/** Whatever else begins with `/api/` is not there, and no page says so: programs ask here. */
const handler = () => problem(notFound('resource'), newId('request'));

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
