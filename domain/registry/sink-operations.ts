import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { createSink } from '@/domain/sinks/create-sink';
import { deleteSink } from '@/domain/sinks/delete-sink';
import { getSink } from '@/domain/sinks/get-sink';
import { listSinks } from '@/domain/sinks/list-sinks';
import { testSink } from '@/domain/sinks/test-sink';
import { updateSink } from '@/domain/sinks/update-sink';

/** Places that the logs are forwarded to. */
export const SINK_COMMANDS: readonly AnyCommand[] = [createSink, updateSink, deleteSink, testSink];

export const SINK_QUERIES: readonly AnyQuery[] = [listSinks, getSink];
