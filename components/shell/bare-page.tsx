import type { ReactNode } from 'react';
import { Logo } from './logo';

/** The frame of pages outside the dashboard: sign-in, setup, errors. */
export function BarePage(props: { title: string; children: ReactNode; wide?: boolean }) {
  return (
    <main
      className={`mx-auto flex min-h-dvh w-full flex-col justify-center gap-6 px-5 py-12 ${props.wide ? 'max-w-xl' : 'max-w-sm'}`}
    >
      <Logo />
      <div className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-raised">
        <h1 className="text-lg font-semibold tracking-tight">{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}
