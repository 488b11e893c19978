'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import { IconButton } from './icon-button';
import { Input } from './input';

/** A password with a switch that shows it, and a word when Caps Lock is on. Inside a `Field`. */
export function PasswordInput(
  props: Omit<ComponentProps<'input'>, 'type'> & {
    autoComplete: 'current-password' | 'new-password';
  },
) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  function notice(event: KeyboardEvent) {
    setCapsLock(event.getModifierState('CapsLock'));
  }
  return (
    <>
      <span className="relative block">
        <Input
          {...props}
          type={shown ? 'text' : 'password'}
          autoCapitalize="none"
          spellCheck={false}
          onKeyDown={notice}
          onKeyUp={notice}
          onBlur={() => setCapsLock(false)}
          className="pr-9"
        />
        <IconButton
          label={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          onClick={() => setShown(!shown)}
          className="absolute top-0 right-0"
        />
      </span>
      <p role="status" className="text-sm text-warn empty:hidden">
        {capsLock ? 'Caps Lock is on.' : ''}
      </p>
    </>
  );
}
