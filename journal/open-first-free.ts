import {
  JournalTaken,
  type OpenJournal,
  type OpenJournalOptions,
  openJournal,
} from './open-journal';

const MAX_NAMES = 32;

/**
 * Opens the journal of the first name that no living process uses: `name`, `name-2`, and so on.
 * @throws what `openJournal` throws, and `JournalTaken` where all names are in use
 */
export async function openFirstFree(options: OpenJournalOptions): Promise<OpenJournal> {
  for (let at = 1; ; at += 1) {
    const verifier = at === 1 ? options.verifier : `${options.verifier}-${at}`;
    try {
      return await openJournal({ ...options, verifier });
    } catch (error) {
      if (!(error instanceof JournalTaken) || at === MAX_NAMES) throw error;
    }
  }
}
