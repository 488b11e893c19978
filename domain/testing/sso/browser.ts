/** As much of a browser as redirects need: cookies, and one step at a time. */
export function openBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    return jar;
  };
  const step = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address);
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    step,
    /** Follows redirects until one leads to `prefix`. @returns where that is */
    async follow(address: string, prefix: string): Promise<URL> {
      let at = address;
      for (let steps = 0; steps < 12; steps += 1) {
        if (at.startsWith(prefix)) return new URL(at);
        const answer = await step(at);
        const location = answer.headers.get('location');
        if (location === null) throw new Error(`${at} leads nowhere: ${await answer.text()}`);
        at = new URL(location, at).href;
      }
      throw new Error(`${address} leads round and round`);
    },
  };
}
